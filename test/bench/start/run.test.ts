import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('measures from the start until the service is ready, with compiled code and without', () => {
  const written = execFileSync(
    process.execPath,
    ['bench/start/run.ts', '--runs', '1', '--page', 'false'],
    { encoding: 'utf8' },
  );
  const rows = [...written.matchAll(/^\| with.*?\| (\d+) ms \| (\d+) ms \|/gm)];
  expect(rows).toHaveLength(2);
  // Ready is later than listening; how late is for the page, not for a test.
  for (const [, listensMs, readyMs] of rows) {
    expect(Number(readyMs)).toBeGreaterThanOrEqual(Number(listensMs));
  }
});
