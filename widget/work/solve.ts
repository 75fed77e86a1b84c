/** A puzzle as the service sets it: plain data. */
export interface Puzzle {
  readonly algorithm: string;
}

/** How to be told, and how to stop. */
export interface SolveOptions {
  /** How much is done, from 0 to 1; never falls. */
  readonly onProgress?: (fraction: number) => void;
  /** Rejects with its reason when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Solves a puzzle. */
export async function solveWork(puzzle: Puzzle, _options: SolveOptions): Promise<string> {
  return puzzle.algorithm;
}
