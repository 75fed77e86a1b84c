import { describe, expect, it } from 'vitest';
import { STEPS } from '../../../../src/media/motion/bricks.ts';
import { moveGrain } from '../../../../src/media/motion/grain.ts';
import { createBits } from '../../../../src/media/picture/bits.ts';
import { addAgreement, newTally, signsOf } from '../../../support/media/grain.ts';
import { randomOf } from '../../../support/media/pixels.ts';

const WIDTH = 240;
const STEP = { x: 2, y: 1 };
const index = STEPS.findIndex(({ x, y }) => x === STEP.x && y === STEP.y);
/** One brick as large as the picture. */
const courses = Array.from({ length: 20 }, () => new Uint8Array(8 * 90).fill(index));

/** The left half moves ahead, the right half back. */
function halves() {
  const mask = createBits(WIDTH, 90);
  for (let y = 0; y < 90; y++) mask.words.fill(0xffff_ffff, y * mask.stride, y * mask.stride + 4);
  return mask;
}

const zones = Uint8Array.from({ length: WIDTH * 90 }, (_, index) => (index % WIDTH < 128 ? 0 : 1));

/** For each frame, how much of it the one before explains, moved by (dx, dy): in both halves. */
function explained(frames: readonly Int8Array[], dx: number, dy: number) {
  return frames.map((frame, t) => {
    const tallies = [newTally(), newTally()];
    addAgreement(tallies, zones, frame, frames.at(t - 1) as Int8Array, WIDTH, dx, dy);
    return tallies.map(({ sum, count }) => sum / count);
  });
}

describe('grain', () => {
  const frames = moveGrain(halves(), courses, randomOf(1)).map(signsOf);

  it('moves by the step where the mask is one, and against it where it is zero', () => {
    for (const [ahead = 0, back = 0] of explained(frames, 2, 1)) {
      // Seven in eight live on, and of these a quarter are just where the step leads.
      expect(ahead).toBeGreaterThan(0.16);
      expect(ahead).toBeLessThan(0.28);
      expect(Math.abs(back)).toBeLessThan(0.05);
    }
    for (const [ahead = 0, back = 0] of explained(frames, -2, -1)) {
      expect(Math.abs(ahead)).toBeLessThan(0.05);
      expect(back).toBeGreaterThan(0.16);
    }
  });

  it('moves from the last frame into the first as from any other into its next', () => {
    const shares = explained(frames, 2, 1).map(([ahead = 0]) => ahead);
    const others = shares.slice(1);
    const mean = others.reduce((sum, share) => sum + share) / others.length;
    expect(Math.abs((shares[0] ?? 0) - mean)).toBeLessThan(0.04);
  });

  it('strays by a pixel to every side, and no farther', () => {
    const found = new Set<string>();
    for (let dx = -1; dx <= 5; dx++) {
      for (let dy = -2; dy <= 4; dy++) {
        const shares = explained(frames, dx, dy).map(([ahead = 0]) => ahead);
        const mean = shares.reduce((sum, share) => sum + share) / shares.length;
        if (mean > 0.015) found.add(`${dx - STEP.x} ${dy - STEP.y}`);
      }
    }
    const near = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => `${x} ${y}`));
    expect([...found].sort()).toEqual(near.sort());
  });

  it('is the same for the same seed, and another one for another seed', () => {
    const again = moveGrain(halves(), courses, randomOf(1));
    const other = moveGrain(halves(), courses, randomOf(2));
    for (const [t, frame] of frames.entries()) {
      expect(signsOf(again[t] as (typeof again)[number])).toEqual(frame);
    }
    expect(signsOf(other[0] as (typeof other)[number])).not.toEqual(frames[0]);
  });

  it('fills a picture whose rows end with a word, too', () => {
    const mask = createBits(64, 40);
    mask.words.fill(0xffff_ffff);
    const ink = moveGrain(mask, courses, randomOf(3)).map((frame) =>
      signsOf(frame).reduce((sum, sign) => sum + sign, 0),
    );
    for (const excess of ink) expect(Math.abs(excess) / Math.sqrt(64 * 40)).toBeLessThan(4.5);
  });
});
