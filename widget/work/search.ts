import { createBcrypt } from './bcrypt.ts';
import type { Blowfish } from './blowfish.ts';

/** A puzzle as the service sets it: plain data. */
export interface Puzzle {
  /** `bcrypt-search`: for each target, the number whose bcrypt hash begins with it. */
  readonly algorithm: string;
  readonly cost: number;
  /** 16 bytes in hexadecimal digits. */
  readonly salt: string;
  /** So many numbers to try for each target: 0 to `range` - 1 for the first, and so on. */
  readonly range: number;
  /** The first eight bytes of a hash each, in hexadecimal digits. */
  readonly targets: readonly string[];
}

/** A search that can be interrupted. */
export interface Search {
  /** How much of what there might be to try is done, from 0 to 1. Never falls. */
  readonly fraction: number;
  /** Tries some more numbers. The solution, when the last target is found. */
  step(): string | undefined;
}

/**
 * Prepares to solve a puzzle. Throws an Error for another algorithm; `step` throws one when every
 * number was tried in vain.
 */
export function createSearch(puzzle: Puzzle, blowfish: Blowfish): Search {
  const { algorithm, cost, range, targets } = puzzle;
  if (algorithm !== 'bcrypt-search') throw new Error(`inkblot: no ${algorithm} here`);
  const { lanes, hash } = createBcrypt(blowfish, bytesOf(puzzle.salt), cost);
  const found: number[] = [];
  let tried = 0;
  const search = {
    fraction: 0,
    step: () => {
      if (tried >= range) throw new Error('inkblot: a puzzle without a solution');
      const numbers = Array.from(
        { length: lanes },
        (_, lane) => found.length * range + tried + lane,
      );
      tried += lanes;
      const at = hash(numbers.map(String)).indexOf(targets[found.length] ?? '');
      if (at >= 0) {
        found.push(numbers[at] as number);
        tried = 0;
      }
      search.fraction = (found.length + Math.min(1, tried / range)) / targets.length;
      return found.length === targets.length ? found.join('.') : undefined;
    },
  };
  return search;
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
}
