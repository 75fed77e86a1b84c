import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // By default a processor is left idle: on a machine with two that doubles the time.
    maxWorkers: '100%',
    // Files leave nothing behind that others could meet; a process of its own for each costs a third of a
    // second, and all its imports once more.
    isolate: false,
    globalSetup: 'test/support/widget.ts',
    // Real servers and browsers start within these on a slow machine; nothing waits for them.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
