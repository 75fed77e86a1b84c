import { expect, test } from 'vitest';
import type { PictureJob } from '../../../../src/media/job.ts';
import { drawPicture } from '../../../../src/media/picture/draw.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { PICTURE_STYLES } from '../../../../src/media/picture/styles.ts';

const fonts = loadFonts();
const style = PICTURE_STYLES.inkblot;
const job: PictureJob = {
  kind: 'picture',
  text: 'KHT4WX',
  level: 2,
  epochSeed: new Uint8Array(32),
  seed: new Uint8Array(32).fill(1),
  widthPx: 240,
  heightPx: 80,
};
const draw = (change: Partial<PictureJob>) => drawPicture({ ...job, ...change }, fonts, style);

test('a picture has the size and at most the sixteen tones that were asked for', () => {
  const { widthPx, heightPx, palette, pixels } = draw({ widthPx: 301, heightPx: 99 });
  expect([widthPx, heightPx, pixels.length]).toEqual([301, 99, 301 * 99]);
  expect([palette.length, palette[0], palette[15]]).toEqual([16, style.paper, style.ink]);
  expect(Math.max(...pixels)).toBe(15);
});

test('without layers the letters are ink on paper, and a layer turns part of them round', () => {
  const plain = drawPicture(job, fonts, { ...style, layers: [] }).pixels;
  const laid = draw({}).pixels;
  const letters = [...laid].filter((_, index) => plain[index] === 15);
  const ground = [...laid].filter((_, index) => plain[index] === 0);
  for (const area of [letters, ground]) {
    const ink = area.reduce((sum, tone) => sum + tone, 0) / (15 * area.length);
    expect(ink).toBeGreaterThan(0.3);
    expect(ink).toBeLessThan(0.7);
  }
});

test('two seeds give two pictures of the same text', () => {
  const first = draw({}).pixels;
  const other = draw({ seed: new Uint8Array(32).fill(2) }).pixels;
  const equal = first.filter((tone, index) => tone === other[index]).length / first.length;
  expect(equal).toBeGreaterThan(0.3);
  expect(equal).toBeLessThan(0.7);
});

test.each<[string, Partial<PictureJob>]>([
  ['too narrow', { widthPx: 119 }],
  ['too wide', { widthPx: 601 }],
  ['too low', { heightPx: 39 }],
  ['too high', { heightPx: 241 }],
  ['a fraction of a pixel', { widthPx: 240.5 }],
  ['no number', { heightPx: Number.NaN }],
  ['no text', { text: '' }],
  ['too long a text', { text: 'ABCDEFGHIJKLM' }],
  ['a character without a glyph', { text: 'abc' }],
  ['a short seed', { seed: new Uint8Array(31) }],
])('a job with %s is refused', (_, change) => {
  expect(() => draw(change)).toThrow(RangeError);
});
