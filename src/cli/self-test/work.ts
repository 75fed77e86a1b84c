import type { Puzzle } from '../../challenge/work/puzzles.ts';
import { bcryptHead } from '../../media/puzzle/bcrypt.ts';

/** Solves a puzzle as a browser does. Throws an Error for one that has no solution. */
export function solveWork({ salt, cost, range, targets }: Puzzle): string {
  const bytes = Buffer.from(salt, 'hex');
  return targets
    .map((target, at) => {
      for (let tried = 0; tried < range; tried++) {
        const number = at * range + tried;
        if (bcryptHead(String(number), bytes, cost) === target) return number;
      }
      throw new Error('a puzzle without a solution');
    })
    .join('.');
}
