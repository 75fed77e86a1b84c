import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOG_FILE } from '../../../src/log/log-file.ts';
import { SITE_SECRET, SITEKEY } from '../support/traffic.ts';
import type { Fault } from '../support/world.ts';

const TTL_SECONDS = 2;

const post = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const surroundingFaults: readonly Fault[] = [
  {
    name: 'The memory store is full',
    what: `of challenges that nobody answers, with room for 500 that live ${TTL_SECONDS} seconds`,
    store: 'memory',
    replicas: 1,
    // What more of them leave behind would fill a small store on a fast machine, without any trouble.
    visitors: 2,
    env: { MEMORY_MAX_ENTRIES: '500', CHALLENGE_TTL_SECONDS: String(TTL_SECONDS) },
    make: async ({ origin, isOver }) => {
      const seen = new Set<number>();
      const endMs = performance.now() + 3000;
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          while (performance.now() < endMs) {
            const { status } = await post(`${origin}/v1/challenges`, { sitekey: SITEKEY });
            seen.add(status);
          }
        }),
      );
      const wrong = seen.has(503) ? [] : ['the store was never full'];
      const verdict = await post(`${origin}/v1/siteverify`, { secret: SITE_SECRET, response: 'x' });
      if (verdict.status !== 200) wrong.push('a full store could not verify');
      await sleep(TTL_SECONDS * 1000);
      isOver();
      return wrong;
    },
  },
  logFault(),
];

/** A disk of its own where it can be had, which is full; a folder that is a file otherwise. */
function logFault(): Fault {
  const dir = mkdtempSync(join(tmpdir(), 'inkblot-disk-'));
  const logDir = join(dir, 'logs');
  const ballast = join(dir, 'ballast');
  let isMounted = false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir], { stdio: 'ignore' });
    isMounted = true;
    process.on('exit', () => execFileSync('umount', ['-l', dir], { stdio: 'ignore' }));
  } catch {
    // Not allowed here.
  }
  const size = () => statSync(join(logDir, LOG_FILE), { throwIfNoEntry: false })?.size ?? 0;
  return {
    name: 'The disk refuses logs',
    what: isMounted ? 'it is full for four seconds' : 'the folder is gone for four seconds',
    replicas: 1,
    env: { LOG_DIR: logDir, LOG_LEVEL: 'info' },
    make: async ({ replicas, isOver }) => {
      if (isMounted) fill(ballast);
      else {
        rmSync(logDir, { recursive: true });
        writeFileSync(logDir, 'no folder');
      }
      await sleep(4000);
      const before = isMounted ? size() : 0;
      rmSync(isMounted ? ballast : logDir);
      isOver();
      await sleep(2000);
      const wrong = size() > before ? [] : ['nothing was logged again within two seconds'];
      const told = replicas[0]?.output.filter((line) => line.includes('log file failing')) ?? [];
      if (told.length !== 1) wrong.push(`the trouble was told ${told.length} times`);
      return wrong;
    },
  };
}

function fill(path: string): void {
  for (let bytes = 256 * 1024; bytes > 0; bytes -= 4096) {
    try {
      writeFileSync(path, Buffer.alloc(bytes));
      return;
    } catch {
      rmSync(path, { force: true });
    }
  }
}
