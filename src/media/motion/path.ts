import type { Random } from '../../base/random.ts';

/** How far the grain moves from one frame to the next, in whole pixels: to the right, and up or down. */
export interface Step {
  readonly x: number;
  readonly y: number;
}

/** The farthest a step goes, to either side. */
export const MOST_STEP_PX = 3;

/**
 * Ways of the grain: each is a main direction and the steps about it, of two to three pixels. Neighbours
 * that change places (grain.ts) move a grain by one pixel more to any side: no step may be so short, or
 * so far from the main direction, that grains could return.
 */
const WAYS: readonly (readonly Step[])[] = [
  [step(2, -1), step(2, 0), step(2, 1), step(3, 0)],
  [step(2, 1), step(1, 2), step(2, 2)],
  [step(2, -1), step(1, -2), step(2, -2)],
];

function step(x: number, y: number): Step {
  return { x, y };
}

/** For how many frames the grain keeps a step. */
const KEPT = { least: 2, most: 4 } as const;

/**
 * As many steps as there are frames: straight on the whole, with a speed and a direction that change
 * every few frames. They lead to the right, level or slanting: people tell left from right best, and a
 * mask inverts the rest. No run of steps leads back to where it began, not even over the end into the
 * next round: two frames between which the grain had returned would differ only where it was renewed,
 * which is most often along the outlines.
 */
export function createPath(frames: number, random: Random): readonly Step[] {
  const way = random.pick(WAYS);
  const path: Step[] = [];
  while (path.length < frames) {
    const last = path.at(-1);
    const next = random.pick(way.filter((other) => other !== last));
    const kept = KEPT.least + random.int(KEPT.most - KEPT.least + 1);
    for (let n = 0; n < kept && path.length < frames; n++) path.push(next);
  }
  return path;
}
