import { expect, test } from 'vitest';
import { createSeededRandom } from '../../../../src/base/random.ts';
import { medianOf, renderLayer } from '../../../../src/media/picture/layers.ts';

const style = { family: 'blots', leastStep: 0.2, mostStep: 0.24 } as const;
const blots = (byte: number) =>
  renderLayer(style, 240, 80, 50, createSeededRandom(new Uint8Array(32).fill(byte))).coverage;
const shareOf = (mask: Uint8Array, found: (share: number, index: number) => boolean): number =>
  mask.filter(found).length / mask.length;

test('blots cover half of the picture, so that ink does not stand for the text', () => {
  for (let byte = 0; byte < 20; byte++) {
    const ink = blots(byte).reduce((sum, share) => sum + share, 0) / (255 * 240 * 80);
    expect(ink).toBeGreaterThan(0.48);
    expect(ink).toBeLessThan(0.52);
  }
});

test('blots have crisp edges: nearly every pixel is full or empty', () => {
  const soft = shareOf(blots(1), (share) => share > 0 && share < 255);
  expect(soft).toBeGreaterThan(0.02);
  expect(soft).toBeLessThan(0.2);
});

test('two seeds never share a blot map', () => {
  const first = blots(1);
  for (let byte = 2; byte < 40; byte++) {
    const other = blots(byte);
    const equal = shareOf(first, (share, index) => share === other[index]);
    expect(equal).toBeGreaterThan(0.2);
    expect(equal).toBeLessThan(0.7);
  }
});

test('blots grow with the letters', () => {
  const edges = (capitalPx: number): number => {
    const random = createSeededRandom(new Uint8Array(32).fill(9));
    const { coverage } = renderLayer(style, 240, 80, capitalPx, random);
    return shareOf(coverage, (share) => share > 0 && share < 255);
  };
  expect(edges(60)).toBeLessThan(edges(30));
});

test('the median parts a field into equal halves', () => {
  const field = Float32Array.from({ length: 1001 }, (_, index) => (index / 1000) ** 3);
  expect(medianOf(field)).toBeCloseTo(0.125, 3);
  expect(medianOf(Float32Array.of(-1))).toBeCloseTo(-1, 3);
  expect(medianOf(Float32Array.of(1))).toBeCloseTo(1, 3);
});
