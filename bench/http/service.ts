import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually, freePort } from '../../test/support/processes/ports.ts';
import type { Reading } from './probe.ts';

/** A service in a process of its own, with a probe in it. */
export interface Service {
  readonly origin: string;
  /** What it did since the last reading. */
  read(): Promise<Reading>;
  /** Resolves when it does nothing any more, or does not come to rest. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

/** A process that takes less than a tenth of a core is at rest. */
const LOOK_EVERY_MS = 100;
const REST_CPU_MS = 10;
const REST_LIMIT_MS = 15_000;

/** Starts a program of this repository with these settings; what it writes goes to /dev/null. */
export async function startService(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', path('probe.ts'), path(program)], {
    env: { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(origin)).ok);
  const read = async (): Promise<Reading> => {
    const answer = once(child, 'message');
    child.send('read');
    return (await answer)[0];
  };
  return {
    origin,
    read,
    rest: async () => {
      const deadline = performance.now() + REST_LIMIT_MS;
      await read();
      do await sleep(LOOK_EVERY_MS);
      while ((await read()).cpuMs > REST_CPU_MS && performance.now() < deadline);
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
