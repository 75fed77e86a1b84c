import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOG_FILE } from '../../src/log/log-file.ts';
import { eventually } from '../support/processes/ports.ts';
import { type RunningService, runToEnd, startService } from '../support/processes/service.ts';

let parent: string;
let logDir: string;
let service: RunningService | undefined;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'inkblot-'));
  logDir = join(parent, 'logs', 'of', 'inkblot');
});
afterEach(async () => {
  await service?.stop('SIGKILL');
  service = undefined;
  rmSync(parent, { recursive: true, force: true });
});

/** Lines in the file now; none where there is no file. */
function lines(): number {
  try {
    return readFileSync(join(logDir, LOG_FILE), 'utf8').trim().split('\n').length;
  } catch {
    return 0;
  }
}

async function ask(): Promise<void> {
  expect((await fetch(service?.origin ?? '')).status).toBe(200);
}

const told = (what: string) =>
  eventually(async () => service?.output.some((line) => line.includes(`log file ${what}`)));

describe('a log folder', () => {
  it.each(['/proc/x', '/proc/1/x/y', '/dev/null/x'])(
    'that cannot be is a fault at the start: %s',
    async (dir) => {
      const { code, stderr } = await runToEnd([], { LOG_DIR: dir });
      expect(code).toBe(2);
      expect(stderr).toContain('LOG_DIR cannot be written to');
    },
  );

  it('that is removed is made again, and written to', async () => {
    service = await startService({ LOG_DIR: logDir });
    rmSync(join(parent, 'logs'), { recursive: true });
    await eventually(async () => {
      await ask();
      return lines() > 0;
    });
    await told('working');
    expect(await service.stop()).toBe(0);
  });

  it('that cannot be written to is told once, disturbs nobody, and is used again when it can', async () => {
    service = await startService({ LOG_DIR: logDir });
    rmSync(logDir, { recursive: true });
    writeFileSync(logDir, 'no folder');
    await told('failing');
    for (let n = 0; n < 100; n++) await ask();
    rmSync(logDir);
    mkdirSync(logDir);
    await eventually(async () => {
      await ask();
      return lines() > 0;
    });
    await told('working');
    expect(service.output.filter((line) => line.includes('log file failing'))).toHaveLength(1);
    expect(await service.stop()).toBe(0);
    expect(lines()).toBeGreaterThan(1);
  });
});
