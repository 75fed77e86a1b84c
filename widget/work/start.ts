import { type Blowfish, createBlowfish } from './blowfish.ts';
import { createSearch, type Puzzle, type Search } from './search.ts';
import { createWasmBlowfish } from './wasm.ts';

/** Prepares to solve a puzzle as fast as the page's policy allows. */
export function startSearch(puzzle: Puzzle): Search {
  return createSearch(puzzle, fastestBlowfish());
}

function fastestBlowfish(): Blowfish {
  try {
    return createWasmBlowfish();
  } catch {
    return createBlowfish();
  }
}
