/** Which tests are to notice the changes to a folder of `src/`: those of what it does, not all there are. */
export const FOLDERS = {
  store: ['test/unit/store/**/*.test.ts', 'test/contract/{store,redis-faults}.test.ts'],
  abuse: ['test/unit/abuse/**/*.test.ts'],
  challenge: ['test/unit/challenge/**/*.test.ts'],
} as const satisfies Record<string, readonly string[]>;

export type Folder = keyof typeof FOLDERS;

/** How `run.ts` tells the processes that run the tests which folder it is. */
export const FOLDER_VARIABLE = 'MUTATED_FOLDER';
