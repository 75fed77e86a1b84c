import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { LOG_FILE } from '../../src/log/log-file.ts';

const LOG_MODULE = new URL('../../src/log/log.ts', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'inkblot-rotation-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('log files are rotated at their size, and only so many are kept', () => {
  const script = `
    import { createLog } from ${JSON.stringify(LOG_MODULE)};
    const dir = ${JSON.stringify(folder)};
    const log = await createLog({ level: 'info', format: 'json', dir, maxFileMb: 1, maxFiles: 2 });
    for (let n = 0; n < 50; n++) {
      for (let m = 0; m < 100; m++) log.logger.info('x'.repeat(1000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
  `;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  expect(logs).toContain(LOG_FILE);
  expect(logs).toHaveLength(3);
  for (const name of logs) expect(statSync(join(folder, name)).size).toBeLessThan(1.5e6);
});
