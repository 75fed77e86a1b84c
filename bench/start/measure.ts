import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Between two questions whether the service is ready. */
const POLL_MS = 2;

/** What a start took, in milliseconds since the process was asked for. */
export interface Start {
  /** Until it said that it listens. */
  readonly listensMs: number;
  /** Until `/readyz` was 200. */
  readonly readyMs: number;
}

/**
 * Starts the service with these settings and no others, waits until it is ready, and ends it as an operator
 * does, so that it keeps what it compiled. Rejects if it ends before it listens.
 */
export async function measureStart(env: Readonly<Record<string, string>>): Promise<Start> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    env: { PORT: '0', HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: tmpdir(),
  });
  const ended = once(child, 'exit');
  try {
    const origin = await originOf(child);
    const listensMs = performance.now() - beganMs;
    while (!(await fetch(`${origin}/readyz`)).ok) await sleep(POLL_MS);
    return { listensMs, readyMs: performance.now() - beganMs };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function originOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream })) {
    const origin = /listens on (http:[^\s"]+)/.exec(line)?.[1];
    if (origin) return origin;
  }
  throw new Error('the service ended instead of listening');
}
