import { describe, expect, it } from 'vitest';
import { type Bits, bitAt } from '../../../../src/media/picture/bits.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import {
  BAND_PX,
  drawLetter,
  type Letter,
  type LetterStyle,
} from '../../../../src/media/picture/letters.ts';
import { rasterise } from '../../../../src/media/picture/raster.ts';
import { boundsOf } from '../../../../src/media/picture/warp.ts';
import { inkPx, pixelsOf, randomOf } from '../../../support/media/pixels.ts';

const fonts = loadFonts();
const style: LetterStyle = {
  capitalPx: 60,
  mostWidthPx: 100,
  rotationDegrees: 3,
  sizeJitter: 0.03,
  warp: { reach: 0.03, scale: 0.9 },
};
/** Neither turned nor bent nor of another size. */
const plain: LetterStyle = {
  ...style,
  rotationDegrees: 0,
  sizeJitter: 0,
  warp: { reach: 0, scale: 0.9 },
};

const draw = (character: string, change: Partial<LetterStyle> = {}, seed = 1, font = 0): Letter =>
  drawLetter(
    fonts[font] as (typeof fonts)[number],
    character,
    { ...style, ...change },
    randomOf(seed),
  );

/** The columns of a row that are ink. */
function inkedColumns(letter: Bits, y: number): number[] {
  return Array.from({ length: letter.widthPx }, (_, x) => x).filter((x) => bitAt(letter, x, y));
}

describe('a letter', () => {
  it('without turn or bend is the outline of its font, cut to its smallest box', () => {
    for (const character of 'AEHKLMOPSTUWY23') {
      const letter = draw(character, plain);
      const contours = fonts[0]?.get(character)?.contours ?? [];
      const { left, top, right, bottom } = boundsOf(contours);
      expect(letter.widthPx).toBe(Math.ceil((right - left) * 60));
      expect(letter.heightPx).toBe(Math.ceil((bottom - top) * 60));
      const placed = contours.map((points) =>
        points.map((at, i) => 60 * (i % 2 === 0 ? at - left : at - top)),
      );
      const { coverage } = rasterise(placed, letter.widthPx, letter.heightPx);
      const expected = coverage.map((share) => (share >= 128 ? 1 : 0));
      expect(pixelsOf(letter), character).toEqual(expected);
    }
  });

  it('is about as tall as asked for, whichever it is, and never wider', () => {
    for (let font = 0; font < fonts.length; font++) {
      for (const character of 'AEHKLMOPSTUWY23') {
        for (const [capitalPx, mostWidthPx] of [
          [60, 40.5],
          [13, 9.5],
          [160, 300],
        ] as const) {
          const letter = draw(character, { capitalPx, mostWidthPx }, font, font);
          expect(letter.widthPx).toBeLessThanOrEqual(Math.ceil(mostWidthPx));
          expect(letter.heightPx / capitalPx).toBeGreaterThan(0.85);
          expect(letter.heightPx / capitalPx).toBeLessThan(1.25);
        }
      }
    }
  });

  it('has strokes and open ground: between a seventh and three quarters of its box is ink', () => {
    for (let font = 0; font < fonts.length; font++) {
      for (const character of 'AEHKLMOPSTUWY23') {
        const letter = draw(character, {}, font, font);
        const share = inkPx(letter) / (letter.widthPx * letter.heightPx);
        expect(share, character).toBeGreaterThan(1 / 7);
        expect(share, character).toBeLessThan(3 / 4);
      }
    }
  });

  it('has no bit beyond its width, which would be ink in a picture', () => {
    for (let seed = 0; seed < 40; seed++) {
      const letter = draw('AEHKLMOPSTUWY23'.charAt(seed % 15), { mostWidthPx: 20 + seed }, seed);
      const all = pixelsOf({ ...letter, widthPx: 32 * letter.stride });
      expect(all.reduce((sum, pixel) => sum + pixel)).toBe(inkPx(letter));
    }
  });

  it('knows how far its ink reaches in each band of rows', () => {
    for (const character of 'ALTXY2') {
      for (const capitalPx of [13, 60, 111]) {
        const letter = draw(character, { capitalPx });
        const bands = Math.ceil(letter.heightPx / BAND_PX);
        expect([letter.leftEdge.length, letter.rightEdge.length]).toEqual([bands, bands]);
        for (let band = 0; band < bands; band++) {
          const end = Math.min(letter.heightPx, (band + 1) * BAND_PX);
          const columns: number[] = [];
          for (let y = band * BAND_PX; y < end; y++) columns.push(...inkedColumns(letter, y));
          expect(letter.leftEdge[band]).toBe(Math.min(letter.widthPx, ...columns));
          expect(letter.rightEdge[band]).toBe(Math.max(-1, ...columns) + 1);
        }
      }
    }
  });

  it('reaches inwards past everything in a band without ink', () => {
    const bar = Float64Array.of(0, 0, 1, 0, 1, 0.1, 0, 0.1);
    const foot = Float64Array.of(0, 0.9, 1, 0.9, 1, 1, 0, 1);
    const font = { characters: ['='], get: () => ({ contours: [bar, foot] }) };
    const letter = drawLetter(font, '=', { ...plain, capitalPx: 80 }, randomOf(1));
    expect([...letter.leftEdge]).toEqual([0, ...Array(8).fill(80), 0]);
    expect([...letter.rightEdge]).toEqual([80, ...Array(8).fill(0), 80]);
  });

  it('comes out the same from the same chance, and otherwise from other chance', () => {
    expect(draw('K', {}, 1)).toEqual(draw('K', {}, 1));
    expect(pixelsOf(draw('K', {}, 1))).not.toEqual(pixelsOf(draw('K', {}, 2)));
  });

  it('leans to both sides, never far', () => {
    const leans = Array.from({ length: 40 }, (_, seed) => {
      const letter = draw('L', { sizeJitter: 0, warp: plain.warp }, seed);
      const [above = 0] = inkedColumns(letter, 5);
      const [below = 0] = inkedColumns(letter, letter.heightPx - 15);
      return Math.atan2(below - above, letter.heightPx - 20) * (180 / Math.PI);
    });
    // One column more or less in 40 rows is 1.4 degrees.
    expect(Math.max(...leans)).toBeGreaterThan(1);
    expect(Math.max(...leans)).toBeLessThan(4.5);
    expect(Math.min(...leans)).toBeLessThan(-1);
    expect(Math.min(...leans)).toBeGreaterThan(-4.5);
  });

  it('that its font lacks is refused', () => {
    for (const character of ['a', '', 'toString'])
      expect(() => draw(character)).toThrow(RangeError);
  });
});
