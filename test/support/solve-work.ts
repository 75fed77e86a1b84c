import type { Puzzle } from '../../src/challenge/work/puzzles.ts';
import { createSearch } from '../../widget/work/search.ts';
import { createWasmBlowfish } from '../../widget/work/wasm.ts';

/** Solves a puzzle as a browser does, at once. */
export function solveWork(puzzle: Puzzle): string {
  const search = createSearch(puzzle, createWasmBlowfish());
  for (;;) {
    const solution = search.step();
    if (solution !== undefined) return solution;
  }
}
