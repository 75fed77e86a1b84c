import { expect, test } from 'vitest';
import { PALETTES } from '../../../../src/media/picture/palettes.ts';

/** The relative luminance of a colour 0xRRGGBB, as WCAG 2.2 defines it. */
function luminance(colour: number): number {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours, from 1 to 21. */
function contrast(a: number, b: number): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test('black on white has the contrast of 21:1, and #777777 on white that of 4.48:1', () => {
  expect(contrast(0x000000, 0xffffff)).toBeCloseTo(21, 9);
  expect(contrast(0xffffff, 0x777777)).toBeCloseTo(4.48, 2);
});

test('every ink stands out from its paper by 7:1 and more (WCAG 2.2, 1.4.6)', () => {
  for (const { ink, paper } of PALETTES) {
    expect(contrast(ink, paper), ink.toString(16)).toBeGreaterThanOrEqual(7);
  }
});

test('ink is always the darker of the two', () => {
  for (const { ink, paper } of PALETTES) expect(luminance(ink)).toBeLessThan(luminance(paper));
});

test('there are several pairs of colours, no two alike', () => {
  const pairs = PALETTES.map(({ ink, paper }) => `${ink} ${paper}`);
  expect(PALETTES.length).toBeGreaterThanOrEqual(4);
  expect(new Set(pairs).size).toBe(PALETTES.length);
});
