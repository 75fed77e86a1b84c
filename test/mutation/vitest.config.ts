import { defineConfig } from 'vitest/config';
import { FOLDER_VARIABLE, FOLDERS, type Folder } from './folders.ts';

export default defineConfig({
  test: {
    // Not by Stryker's `testFiles`: with that, changes to constants of a module never come into effect.
    include: [...FOLDERS[process.env[FOLDER_VARIABLE] as Folder]],
    setupFiles: ['test/mutation/setup.ts'],
  },
});
