import type { Key } from '../../base/keys.ts';
import { createRandomFamily } from '../../base/random.ts';
import { constantTimeEqual, deriveSeed } from '../../base/secrets.ts';
import type { Level, Render } from '../../media/job.ts';

/** A puzzle as it goes to a browser: plain data, and all that is needed to solve it. */
export interface Puzzle {
  /** For each target, find the number whose hash begins with it. */
  readonly algorithm: 'bcrypt-search';
  /** The binary logarithm of the rounds of bcrypt. */
  readonly cost: number;
  /** 16 bytes in hexadecimal digits. */
  readonly salt: string;
  /** So many numbers may hide behind a target: 0 to `range` - 1 behind the first, and so on. */
  readonly range: number;
  /** The first eight bytes of a hash each, in hexadecimal digits. */
  readonly targets: readonly string[];
}

/** Proofs of work that nobody needs to keep: a seed of 32 secret bytes is a puzzle and its solution. */
export interface Work {
  /**
   * The puzzle of a seed, the same each time. Half a millisecond of computing, which a thread does:
   * rejects with a BusyError if none can.
   */
  puzzle(level: Level, seed: Uint8Array): Promise<Puzzle>;
  /** Whether this solves that puzzle. Takes microseconds, whatever the text is. */
  verify(level: Level, seed: Uint8Array, solution: string): boolean;
}

/** The least there is: one round, so that a hash costs the service little. */
const COST = 0;

/**
 * Numbers to find in a puzzle. With one, a lucky visitor has it at once and another waits twice as
 * long as the mean; with four, 99 of 100 wait less than 1.65 times as long as the mean, and a guess
 * without work is right once in 768^4 = 3 * 10^11 at level 1. Each costs the service a hash.
 */
const TARGETS = 4;

/**
 * Numbers to try for each, by what Chromium takes on a core of 2.45 GHz (`npm run bench:work`): 50 ms to
 * start and 0.073 ms for a hash. On a phone that is four times slower, level 1 takes at most
 *   4 * (50 ms + 4 * 768 * 0.073 ms) = 1.1 s,
 * and 0.65 s on average; where WebAssembly is forbidden, 1.42 s for 99 of 100. The other levels have 4
 * and 16 times as many.
 */
const RANGE: Readonly<Record<Level, number>> = { 1: 768, 2: 3072, 3: 12_288 };

/** Four numbers below 4 * 12,288, and the points between them, are 23 characters at most. */
const LONGEST_SOLUTION = 23;

/** Creates the puzzles. */
export function createWork(render: Render): Work {
  return {
    puzzle: async (level, seed) => {
      const { salt, numbers } = secretOf(level, seed);
      const job = { kind: 'puzzle', texts: numbers.map(String), salt, cost: COST } as const;
      const { bytes } = await render(job);
      const targets = Buffer.from(bytes).toString('hex').match(/.{16}/g) ?? [];
      const hex = Buffer.from(salt).toString('hex');
      return { algorithm: 'bcrypt-search', cost: COST, salt: hex, range: RANGE[level], targets };
    },

    verify: (level, seed, solution) =>
      solution.length <= LONGEST_SOLUTION && constantTimeEqual(solution, solutionOf(level, seed)),
  };
}

/** The seed of the puzzle that goes with a challenge. */
export function workSeed({ secret }: Key, challengeId: string): Uint8Array {
  return deriveSeed(secret, 'work', challengeId);
}

/** The solution, for whoever has the seed. */
export function solutionOf(level: Level, seed: Uint8Array): string {
  return secretOf(level, seed).numbers.join('.');
}

/** What a seed means at a level. Other levels of the same seed have nothing in common with it. */
function secretOf(level: Level, seed: Uint8Array): { salt: Uint8Array; numbers: number[] } {
  const random = createRandomFamily(seed)(Uint8Array.of(level, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  const salt = new Uint8Array(16);
  random.fill(salt);
  const range = RANGE[level];
  const numbers = Array.from({ length: TARGETS }, (_, at) => at * range + random.int(range));
  return { salt, numbers };
}
