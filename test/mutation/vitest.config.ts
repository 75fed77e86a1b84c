import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { FOLDER_VARIABLE, FOLDERS, type Folder } from './folders.ts';

const FILES = FOLDERS[process.env[FOLDER_VARIABLE] as Folder];

/** The quickest first: one test that fails is enough. */
class UnitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ moduleId }: TestSpecification) => moduleId.includes('/test/unit/');
    return [...files.filter(isUnit), ...files.filter((file) => !isUnit(file))];
  }
}

export default defineConfig({
  test: {
    // Not by Stryker's `testFiles`: with that, changes to constants of a module never come into effect.
    include: [...FILES],
    sequence: { sequencer: UnitsFirst },
    setupFiles: ['test/mutation/setup.ts'],
    // As in npm test: a slow machine notices nothing.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
