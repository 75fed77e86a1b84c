import type { Level } from './types.ts';

/** What a device is to solve: plain data for clients. */
export interface Puzzle {
  readonly algorithm: string;
  readonly [parameter: string]: string | number;
}

/** Proof of work. */
export interface Work {
  /** The puzzle that follows from a seed. */
  puzzle(level: Level, seed: Uint8Array): Puzzle | Promise<Puzzle>;
  /** Whether this solves the puzzle of the seed. Any text is accepted. */
  verify(level: Level, seed: Uint8Array, solution: string): boolean | Promise<boolean>;
}
