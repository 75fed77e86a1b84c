import { describe, expect, it } from 'vitest';
import { type Bits, createBits } from '../../../../src/media/picture/bits.ts';
import { createEpoch, type Epoch } from '../../../../src/media/picture/epoch.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import type { Letter } from '../../../../src/media/picture/letters.ts';
import { type LineStyle, setLine } from '../../../../src/media/picture/line.ts';
import { inkPx, pixelsOf, randomOf, seedOf } from '../../../support/media/pixels.ts';

const fonts = loadFonts();
const ALPHABET = 'AEHKLMOPSTUWY23';

const SIZES = [
  [300, 100],
  [120, 40],
  [301, 99],
  [600, 40],
  [120, 240],
  [600, 240],
] as const;

/** A line of any letters of one epoch. */
function lineOf(widthPx: number, heightPx: number, textLength: number, seed: number) {
  const epoch = createEpoch(seedOf(seed), fonts, { widthPx, heightPx, textLength });
  const random = randomOf(seed);
  const letters = Array.from({ length: textLength }, () =>
    random.pick(epoch.letters(random.pick([...ALPHABET]))),
  );
  return { epoch, letters };
}

function set(
  letters: readonly Letter[],
  [widthPx, heightPx]: readonly [number, number],
  epoch: Pick<Epoch, 'capitalPx' | 'line'>,
  seed: number,
): Bits {
  const bits = createBits(widthPx, heightPx);
  setLine(bits, letters, epoch.capitalPx, epoch.line, randomOf(seed));
  return bits;
}

/** Each letter of a line alone where it stands: the others keep their room, but lose their ink. */
function setApart(
  letters: readonly Letter[],
  size: readonly [number, number],
  epoch: Pick<Epoch, 'capitalPx' | 'line'>,
  seed: number,
): Bits[] {
  return letters.map((letter) => {
    const alone = letters.map((other) =>
      other === letter ? other : { ...other, words: new Uint32Array(other.words.length) },
    );
    return set(alone, size, epoch, seed);
  });
}

/** The smallest box around the ink, and its mean column. */
function boxOf(bits: Bits) {
  let [left, top, right, bottom, sum, ink] = [bits.widthPx, bits.heightPx, -1, -1, 0, 0];
  pixelsOf(bits).forEach((pixel, index) => {
    if (pixel === 0) return;
    const [x, y] = [index % bits.widthPx, Math.floor(index / bits.widthPx)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    sum += x;
    ink++;
  });
  return { left, top, right, bottom, middle: sum / ink, ink };
}

describe.each(SIZES)('a line on %i × %i px', (widthPx, heightPx) => {
  const size = [widthPx, heightPx] as const;
  const lengths = Array.from({ length: 12 }, (_, index) => index + 1);

  it('stays within the picture, any number of letters long', () => {
    for (const length of lengths) {
      for (let seed = 0; seed < 3; seed++) {
        const { epoch, letters } = lineOf(widthPx, heightPx, length, seed);
        const { left, right, top, bottom } = boxOf(set(letters, size, epoch, seed));
        const message = `${length} letters, seed ${seed}`;
        // Rounding may take a pixel of the margin.
        const margin = epoch.line.marginPx - 1.5;
        expect(left, message).toBeGreaterThanOrEqual(margin);
        expect(right, message).toBeLessThanOrEqual(widthPx - 1 - margin);
        expect(top, message).toBeGreaterThanOrEqual(margin);
        expect(bottom, message).toBeLessThanOrEqual(heightPx - 1 - margin);
      }
    }
  });

  it('shows every letter whole and in order', () => {
    for (const length of [1, 2, 5, 8, 12]) {
      const { epoch, letters } = lineOf(widthPx, heightPx, length, length);
      const distinct = letters.map((letter) => ({ ...letter }));
      const boxes = setApart(distinct, size, epoch, 1).map(boxOf);
      boxes.forEach((box, index) => {
        const letter = distinct[index] as Letter;
        const drawn = inkPx(letter);
        // Rows are left out or repeated as a letter is stretched.
        const stretched = 0.08 * drawn + letter.widthPx;
        expect(Math.abs(box.ink - drawn), `${index} of ${length}`).toBeLessThan(stretched);
        if (index > 0) expect(box.middle).toBeGreaterThan(boxes[index - 1]?.middle ?? 0);
      });
    }
  });
});

describe('a line', () => {
  /** A filled rectangle in place of a letter. */
  function block(widthPx: number, heightPx: number): Letter {
    const stride = Math.ceil(widthPx / 32);
    const words = new Uint32Array(stride * heightPx);
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const at = y * stride + (x >>> 5);
        words[at] = (words[at] as number) | (0x8000_0000 >>> (x & 31));
      }
    }
    const bands = Math.ceil(heightPx / 8);
    return {
      widthPx,
      heightPx,
      stride,
      words,
      leftEdge: new Int16Array(bands),
      rightEdge: new Int16Array(bands).fill(widthPx),
    };
  }

  /** Upright, level, with gaps of 3 px. */
  const stiff: LineStyle = {
    marginPx: 5,
    lean: 0,
    slant: 0,
    stretch: 0,
    tilt: 0,
    rise: 0,
    leastGap: 0.06,
    mostGap: 0.06,
  };

  it('that is stiff sets letters a gap apart in the middle of the height', () => {
    const letters = [block(20, 50), block(33, 50), block(7, 50)];
    const alone = setApart(letters, [300, 100], { capitalPx: 50, line: stiff }, 1).map(boxOf);
    expect(alone.map(({ top, bottom }) => [top, bottom])).toEqual(Array(3).fill([25, 74]));
    expect(alone.map(({ left, right }) => right - left + 1)).toEqual([20, 33, 7]);
    const [first, second, third] = alone as [
      (typeof alone)[0],
      (typeof alone)[0],
      (typeof alone)[0],
    ];
    expect(second.left - first.right - 1).toBe(3);
    expect(third.left - second.right - 1).toBe(3);
  });

  it('that is shorter than its picture begins anywhere, from margin to margin', () => {
    const letters = [block(20, 50), block(20, 50)];
    const lefts = Array.from({ length: 200 }, (_, seed) => {
      const { left } = boxOf(set(letters, [120, 60], { capitalPx: 50, line: stiff }, seed));
      return left;
    });
    // 43 px of letters leave 67 between the margins.
    expect(Math.min(...lefts)).toBeGreaterThanOrEqual(5);
    expect(Math.min(...lefts)).toBeLessThan(10);
    expect(Math.max(...lefts)).toBeLessThanOrEqual(120 - 5 - 43);
    expect(Math.max(...lefts)).toBeGreaterThan(120 - 5 - 43 - 5);
  });

  it('that is too long is pushed together from margin to margin, every letter as far', () => {
    const letters = Array.from({ length: 4 }, () => block(40, 30));
    const alone = setApart(letters, [120, 40], { capitalPx: 30, line: stiff }, 1).map(boxOf);
    const lefts = alone.map(({ left }) => left);
    expect(lefts[0]).toBe(5);
    expect(alone[3]?.right).toBe(120 - 5 - 1);
    for (let index = 1; index < 4; index++) {
      const step = (lefts[index] as number) - (lefts[index - 1] as number);
      expect(Math.abs(step - 70 / 3)).toBeLessThanOrEqual(1);
    }
  });

  it('turns the pixels of the picture where its letters are, and no others', () => {
    const { epoch, letters } = lineOf(300, 100, 6, 3);
    const bits = createBits(300, 100);
    randomOf(9).fill(new Uint8Array(bits.words.buffer));
    const before = pixelsOf(bits);
    setLine(bits, letters, epoch.capitalPx, epoch.line, randomOf(4));
    const text = pixelsOf(set(letters, [300, 100], epoch, 4));
    expect(pixelsOf(bits)).toEqual(before.map((pixel, index) => pixel ^ (text[index] as number)));
  });

  it('lets letters touch only where the picture is too narrow for them', () => {
    for (const [widthPx, heightPx, length] of [
      [600, 40, 12],
      [600, 100, 6],
      [300, 100, 3],
      [120, 40, 3],
      [600, 240, 2],
    ] as const) {
      for (let seed = 0; seed < 15; seed++) {
        const { epoch, letters } = lineOf(widthPx, heightPx, length, seed);
        const distinct = letters.map((letter) => ({ ...letter }));
        const apart = setApart(distinct, [widthPx, heightPx], epoch, seed);
        const sum = apart.reduce((ink, bits) => ink + inkPx(bits), 0);
        const together = inkPx(set(letters, [widthPx, heightPx], epoch, seed));
        expect(together, `${widthPx} × ${heightPx}, seed ${seed}`).toBe(sum);
      }
    }
  });

  it('follows the shapes of letters: a foot may reach under the arm beside it', () => {
    const font = fonts[0] as (typeof fonts)[number];
    const epoch = createEpoch(seedOf(1), [font], { widthPx: 300, heightPx: 100, textLength: 3 });
    const [l, t, h] = ['L', 'T', 'H'].map((character) => ({ ...epoch.letters(character)[0] }));
    const gap = (left: unknown, right: unknown): number => {
      const pair = [left, right].map((letter) => ({ ...(letter as Letter) }));
      const style = { ...stiff, leastGap: 0, mostGap: 0 };
      const line = { capitalPx: epoch.capitalPx, line: style };
      const [first, second] = setApart(pair, [300, 100], line, 1).map(boxOf);
      return (second?.left ?? 0) - (first?.right ?? 0) - 1;
    };
    expect(gap(h, h)).toBeGreaterThanOrEqual(-1);
    expect(gap(h, h)).toBeLessThanOrEqual(2);
    expect(gap(l, t)).toBeLessThan(gap(h, h) - 2);
    // Not so far that the two would be read as one.
    expect(gap(l, t)).toBeGreaterThan(-0.15 * epoch.capitalPx);
  });

  it('leans, rises and stretches its letters, each otherwise', () => {
    const letters = Array.from({ length: 5 }, () => block(20, 50));
    const style = { ...stiff, slant: 0.1, stretch: 0.1, rise: 0.1 };
    const alone = setApart(letters, [300, 100], { capitalPx: 50, line: style }, 2).map(boxOf);
    const distinct = (values: number[]) => new Set(values).size;
    expect(distinct(alone.map(({ top }) => top))).toBeGreaterThan(2);
    expect(distinct(alone.map(({ top, bottom }) => bottom - top))).toBeGreaterThan(2);
    expect(distinct(alone.map(({ left, right }) => right - left))).toBeGreaterThan(2);
  });

  it('leans to the right by its lean a row', () => {
    const style = { ...stiff, lean: 0.5 };
    const bits = set([block(10, 40)], [120, 60], { capitalPx: 40, line: style }, 1);
    const starts = Array.from(
      { length: 40 },
      (_, row) => pixelsOf(bits).indexOf(1, (row + 10) * 120) % 120,
    );
    expect((starts[0] as number) - (starts[39] as number)).toBeGreaterThanOrEqual(19);
    expect((starts[0] as number) - (starts[39] as number)).toBeLessThanOrEqual(20);
    for (let row = 1; row < 40; row++) {
      const step = (starts[row - 1] as number) - (starts[row] as number);
      expect([0, 1]).toContain(step);
    }
  });

  it('stands the same from the same chance, and elsewhere from other chance', () => {
    const { epoch, letters } = lineOf(300, 100, 4, 5);
    const first = pixelsOf(set(letters, [300, 100], epoch, 1));
    expect(pixelsOf(set(letters, [300, 100], epoch, 1))).toEqual(first);
    expect(pixelsOf(set(letters, [300, 100], epoch, 2))).not.toEqual(first);
  });
});
