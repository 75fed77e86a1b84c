/** What became of challenges. Those opened and neither solved nor failed wait, or were left alone. */
export interface Tally {
  readonly opened: number;
  readonly solved: number;
  readonly failed: number;
}

/** What can be counted. */
export type Happening = keyof Tally;

/**
 * A tally is one number, so that one `increment` adds to it and reads all of it at one moment. Whole
 * numbers are exact to 2^53 in JavaScript and in the Lua of Redis: 18 bits for the opened, 18 for the
 * solved, 17 for the failed.
 */
const UNITS: Tally = { opened: 1, solved: 2 ** 18, failed: 2 ** 36 };

/**
 * A bucket takes no more than this of anything: 2^17 is the room of the smallest field, and a quarter
 * of it is left for callers who read the count before others have added to it.
 */
export const TALLY_LIMIT = 0.75 * 2 ** 17;

/** Nothing. */
export const NO_TALLY: Tally = { opened: 0, solved: 0, failed: 0 };

/** What a happening adds to the number. */
export function unitOf(happening: Happening): number {
  return UNITS[happening];
}

/** The tally that a number stands for. */
export function unpack(count: number): Tally {
  const low = count % UNITS.failed;
  return {
    opened: low % UNITS.solved,
    solved: Math.floor(low / UNITS.solved),
    failed: Math.floor(count / UNITS.failed),
  };
}

/** `to` and `weight` times `tally`. */
export function addWeighted(to: Tally, tally: Tally, weight: number): Tally {
  return {
    opened: to.opened + weight * tally.opened,
    solved: to.solved + weight * tally.solved,
    failed: to.failed + weight * tally.failed,
  };
}
