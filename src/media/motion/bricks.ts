import type { Random } from '../../base/random.ts';

/** How far the grain moves from one frame to the next, in whole pixels: to the right, and up or down. */
export interface Step {
  readonly x: number;
  readonly y: number;
}

/** The farthest a step goes, to either side. */
export const MOST_STEP_PX = 3;

/**
 * All steps lead to the right, level or slanting, as people tell left from right best; a mask inverts the
 * rest. Neighbours that change places (grain.ts) move a grain by one pixel more to any side: with two
 * pixels to the right or more in every step none can return, whatever steps follow each other. Two
 * frames between which the grain had returned would differ only where it was renewed, which is most
 * often along the outlines.
 */
export const STEPS: readonly Step[] = [
  { x: 2, y: -2 },
  { x: 2, y: -1 },
  { x: 2, y: 0 },
  { x: 2, y: 1 },
  { x: 2, y: 2 },
  { x: 3, y: -1 },
  { x: 3, y: 0 },
  { x: 3, y: 1 },
];

/** Both ends included. */
const BRICK_ROWS = { least: 6, most: 12 } as const;

/**
 * Divides a picture into bricks, one word wide and some rows tall, of which each has a step of its own:
 * for each word of the picture, in their order, an index into `STEPS`. With bricks of chance for every
 * pair of frames no displacement fits more than some of them, and one brick alone is too few pixels to
 * be sure of its own; who pools over directions and time, as the eye does, sees them all go to the
 * right.
 */
export function layBricks(stride: number, heightPx: number, random: Random): Uint8Array {
  const { least, most } = BRICK_ROWS;
  const laid = new Uint8Array(stride * heightPx);
  for (let column = 0; column < stride; column++) {
    // The topmost is cut off somewhere, so that no row is more often an edge than others.
    for (let y = -random.int(least); y < heightPx; ) {
      const end = y + least + random.int(most - least + 1);
      const step = random.int(STEPS.length);
      for (let row = Math.max(0, y); row < Math.min(end, heightPx); row++) {
        laid[row * stride + column] = step;
      }
      y = end;
    }
  }
  return laid;
}
