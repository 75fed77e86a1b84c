import { describe, expect, it } from 'vitest';
import type { Level } from '../../../../src/media/job.ts';
import { type Bits, bitAt, createBits, fill } from '../../../../src/media/picture/bits.ts';
import { createEpoch } from '../../../../src/media/picture/epoch.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { type MapStyle, markMap } from '../../../../src/media/picture/maps.ts';
import { PICTURE_STYLES, type StyleName } from '../../../../src/media/picture/styles.ts';
import { inkPx, pixelsOf, randomOf, seedOf } from '../../../support/media/pixels.ts';

const fonts = loadFonts();
const NAMES = Object.keys(PICTURE_STYLES) as StyleName[];
const LEVELS: readonly Level[] = [1, 2, 3];

// Widths on and off the seams of words; letters as small and as large as they get.
const FORMATS = [
  { widthPx: 300, heightPx: 100, textLength: 6 },
  { widthPx: 120, heightPx: 40, textLength: 12 },
  { widthPx: 301, heightPx: 99, textLength: 4 },
  { widthPx: 600, heightPx: 40, textLength: 6 },
  { widthPx: 120, heightPx: 240, textLength: 5 },
  { widthPx: 600, heightPx: 240, textLength: 6 },
] as const;
const [SERVED_FORMAT] = FORMATS;

type Format = (typeof FORMATS)[number];

/** What lies under the text of a picture: the maps of a style. */
function drawMaps(name: StyleName, level: Level, format: Format, seed: number): Bits {
  const bits = createBits(format.widthPx, format.heightPx);
  const { capitalPx } = createEpoch(seedOf(1), fonts, format);
  const random = randomOf(seed);
  const maps: readonly MapStyle[] = PICTURE_STYLES[name].levels[level - 1] ?? [];
  for (const map of maps) markMap(bits, map, capitalPx, random);
  fill(bits);
  return bits;
}

describe.each(NAMES)('the maps of the style %s', (name) => {
  it.each(FORMATS)('make half of $widthPx × $heightPx px ink, at every level', (format) => {
    const pictures = 10;
    for (const level of LEVELS) {
      let ink = 0;
      for (let n = 0; n < pictures; n++) ink += inkPx(drawMaps(name, level, format, n));
      const share = ink / (pictures * format.widthPx * format.heightPx);
      expect(share, `level ${level}`).toBeGreaterThan(0.35);
      expect(share, `level ${level}`).toBeLessThan(0.65);
    }
  });

  it('have as many edges at each border of the picture as beside it', () => {
    const pictures = Array.from({ length: 300 }, (_, n) =>
      drawMaps(name, LEVELS[n % 3] as Level, SERVED_FORMAT, n),
    );
    const borders = edgeShares(pictures);
    for (const share of borders) {
      expect(share).toBeGreaterThan(0.8);
      expect(share).toBeLessThan(1.2);
    }
  });

  it.each(FORMATS)(
    'leave no row of $widthPx × $heightPx px turned against its neighbours',
    (format) => {
      for (const level of LEVELS) {
        for (let n = 0; n < 4; n++) {
          const changes = rowChanges(drawMaps(name, level, format, n));
          const mean = changes.reduce((sum, share) => sum + share) / changes.length;
          expect(mean).toBeLessThan(0.3);
          for (let y = 1; y < changes.length; y++) {
            const least = Math.min(changes[y - 1] as number, changes[y] as number);
            expect(least, `row ${y} of picture ${n} at level ${level}`).toBeLessThan(0.6);
          }
        }
      }
    },
  );

  it('are the same from the same chance', () => {
    for (const level of LEVELS) {
      const first = pixelsOf(drawMaps(name, level, SERVED_FORMAT, 7));
      expect(pixelsOf(drawMaps(name, level, SERVED_FORMAT, 7))).toEqual(first);
    }
  });

  it('are others from other chance: half of the pixels agree', () => {
    for (const level of LEVELS) {
      const first = pixelsOf(drawMaps(name, level, SERVED_FORMAT, 7));
      let equal = 0;
      for (let n = 20; n < 35; n++) {
        const other = pixelsOf(drawMaps(name, level, SERVED_FORMAT, n));
        equal += first.filter((pixel, index) => pixel === other[index]).length;
      }
      expect(equal / (15 * first.length)).toBeGreaterThan(0.4);
      expect(equal / (15 * first.length)).toBeLessThan(0.6);
    }
  });

  it('have no piece of 32 × 32 px in common with the next picture of the epoch, wherever it lies', () => {
    for (const level of LEVELS) {
      const known = pieces(drawMaps(name, level, SERVED_FORMAT, 1));
      expect(known.size).toBeGreaterThan(500);
      for (const piece of pieces(drawMaps(name, level, SERVED_FORMAT, 2))) {
        expect(known.has(piece)).toBe(false);
      }
    }
  });
});

/** How much of a row changes from the row above, for each row but the first. */
function rowChanges(bits: Bits): number[] {
  return Array.from({ length: bits.heightPx - 1 }, (_, above) => {
    let changes = 0;
    for (let x = 0; x < bits.widthPx; x++) {
      if (bitAt(bits, x, above) !== bitAt(bits, x, above + 1)) changes++;
    }
    return changes / bits.widthPx;
  });
}

/**
 * How many pixels of the outermost row above, of the one below, and of the columns left and right lie
 * at an edge, by those of the lines next to it: rays are closer together at one side than the other.
 */
function edgeShares(pictures: readonly Bits[]): number[] {
  const { widthPx, heightPx } = pictures[0] as Bits;
  const rows = new Float64Array(heightPx - 1);
  const columns = new Float64Array(widthPx - 1);
  for (const bits of pictures) {
    for (let y = 0; y + 1 < heightPx; y++) {
      for (let x = 0; x + 1 < widthPx; x++) {
        const corners = bitAt(bits, x, y) + bitAt(bits, x + 1, y) + bitAt(bits, x, y + 1);
        if (corners === 0 || corners === 3) continue;
        rows[y] = (rows[y] as number) + 1;
        columns[x] = (columns[x] as number) + 1;
      }
    }
  }
  return [rows, rows.toReversed(), columns, columns.toReversed()].map((lines) => {
    const [border = 0, ...beside] = lines.slice(0, 1 + BESIDE_PX);
    return border / (beside.reduce((sum, edges) => sum + edges) / BESIDE_PX);
  });
}

const BESIDE_PX = 20;
const PIECE_PX = 32;

/** All square pieces of a picture at all places, as texts, but those that are nearly blank. */
function pieces({ widthPx, heightPx, stride, words }: Bits): Set<string> {
  const result = new Set<string>();
  for (let x = 0; x + PIECE_PX <= widthPx; x++) {
    const rows = Array.from({ length: heightPx }, (_, y) => {
      const at = y * stride + (x >>> 5);
      const both = (BigInt(words[at] ?? 0) << 32n) | BigInt(words[at + 1] ?? 0);
      return Number((both >> BigInt(64 - PIECE_PX - (x & 31))) & 0xffff_ffffn);
    });
    for (let y = 0; y + PIECE_PX <= heightPx; y++) {
      const piece = rows.slice(y, y + PIECE_PX);
      // A piece with a single edge says nothing: there are only so many straight lines.
      if (new Set(piece).size > PIECE_PX / 2) result.add(String.fromCharCode(...halves(piece)));
    }
  }
  return result;
}

/** Numbers of 32 bits as numbers of 16, which are characters. */
function halves(numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => [number >>> 16, number & 0xffff]);
}
