import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

/** How mutants are made and tried; `run.ts` adds whose, and by which tests. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A busy machine is no reason to take a change for one that never ends.
  timeoutMS: 15_000,
  // Only what has changed since the last run is tried again.
  incremental: true,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  // What no test of these folders reads need not be copied.
  ignorePatterns: ['/bench', '/coverage', '/dist', '/examples', '/test/clients'],
  // Nothing is compiled. To rewrite the file, the compiler's API would be needed, which TypeScript 7 lacks.
  disableTypeChecks: false,
  tsconfigFile: '',
  thresholds: { high: 95, low: 85, break: 85 },
} satisfies PartialStrykerOptions;
