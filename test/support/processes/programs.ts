import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** The path of the first of these programs that is on the PATH. */
export function findProgram(...names: string[]): string | undefined {
  return findPrograms(...names)[0];
}

/** The paths of those of these programs that are on the PATH, in this order. */
export function findPrograms(...names: string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => {
    const folder = folders.find((candidate) => isExecutable(join(candidate, name)));
    return folder ? [join(folder, name)] : [];
  });
}

/**
 * `describe` if everything that a group of tests needs is there. If not: in CI tests that fail, so
 * that no missing service hides; elsewhere a visible line and skipped tests.
 */
export function describeWith(
  needs: Readonly<Record<string, unknown>>,
  name: string,
  tests: () => void,
): void {
  const missing = Object.keys(needs).filter((need) => !needs[need]);
  if (missing.length > 0 && !process.env['CI']) {
    console.warn(`NOT TESTED: ${name}: install ${missing.join(' and ')}`);
    describe.skip(name, tests);
    return;
  }
  describe(name, () => {
    if (missing.length > 0) throw new Error(`in CI these must be there: ${missing.join(', ')}`);
    tests();
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
