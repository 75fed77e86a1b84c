import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededRandom } from '../../../../src/base/random.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { layOut } from '../../../../src/media/picture/layout.ts';
import { PICTURE_STYLES } from '../../../../src/media/picture/styles.ts';
import { boundsOf } from '../../../../src/media/picture/warp.ts';

const fonts = loadFonts();
const { layout, warp } = PICTURE_STYLES.inkblot;
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const text = fc.string({ unit: character, minLength: 1, maxLength: 12 });
const straight = { ...layout, rotationDegrees: 0, sizeJitter: 0, baselineJitter: 0 };
const unbent = { ...warp, reach: 0 };

test('every text fits into every picture with a margin on all sides', () => {
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 120, max: 600 }),
      fc.integer({ min: 40, max: 240 }),
      seed,
      (letters, widthPx, heightPx, bytes) => {
        const random = createSeededRandom(bytes);
        const { contours } = layOut(letters, fonts, widthPx, heightPx, layout, warp, random);
        const { left, top, right, bottom } = boundsOf(contours);
        const leastMarginPx = Math.max(2, layout.margin * heightPx) - 1e-6;
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(leastMarginPx);
        expect(right).toBeLessThanOrEqual(widthPx - leastMarginPx);
        expect(bottom).toBeLessThanOrEqual(heightPx - leastMarginPx);
      },
    ),
    { numRuns: 500 },
  );
});

test('a text fills the width or the height that it may', () => {
  fc.assert(
    fc.property(text, seed, (letters, bytes) => {
      const random = createSeededRandom(bytes);
      const { contours, capitalPx } = layOut(letters, fonts, 240, 80, layout, warp, random);
      const { left, top, right, bottom } = boundsOf(contours);
      const free = 2 * layout.margin * 80;
      const full =
        right - left > 239 - free ||
        bottom - top > 79 - free ||
        capitalPx > 79 * layout.tallestCapital;
      expect(full).toBe(true);
    }),
  );
});

test('letters keep their order and the least gap to their neighbours', () => {
  fc.assert(
    fc.property(text, seed, (letters, bytes) => {
      const random = createSeededRandom(bytes);
      const gaps = { leastGap: 0.1, mostGap: 0.1 };
      const placed = layOut(
        letters,
        fonts.slice(0, 1),
        600,
        80,
        { ...straight, ...gaps },
        unbent,
        random,
      );
      let count = 0;
      let before: Float64Array[] = [];
      for (const letter of letters) {
        const size = fonts[0]?.get(letter)?.contours.length ?? 0;
        const contours = placed.contours.slice(count, count + size);
        count += size;
        if (before.length > 0) {
          expect(boundsOf(contours).right).toBeGreaterThan(boundsOf(before).right);
          expect(nearest(before, contours) / placed.capitalPx).toBeGreaterThan(0.05);
        }
        before = contours;
      }
      expect(count).toBe(placed.contours.length);
    }),
  );
});

test('one picture holds letters of several fonts, sizes and angles', () => {
  const random = createSeededRandom(new Uint8Array(32).fill(7));
  const { contours } = layOut('LLLLLLLL', fonts, 600, 80, layout, unbent, random);
  expect(new Set(contours.map((points) => points.length)).size).toBeGreaterThan(2);
});

test('a character that no font has is refused', () => {
  const random = createSeededRandom(new Uint8Array(32));
  expect(() => layOut('A B', fonts, 240, 80, layout, warp, random)).toThrow(RangeError);
});

function nearest(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const p of a) {
    for (let i = 0; i < p.length; i += 2) {
      for (const q of b) {
        for (let j = 0; j < q.length; j += 2) {
          const dx = (p[i] as number) - (q[j] as number);
          const dy = (p[i + 1] as number) - (q[j + 1] as number);
          least = Math.min(least, Math.hypot(dx, dy));
        }
      }
    }
  }
  return least;
}
