import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The service as a process of its own. */
export interface RunningService {
  readonly origin: string;
  readonly child: ChildProcess;
  /** From the start of the process to its line that says where it listens. */
  readonly readyMs: number;
  /** All that it has written, line by line. */
  readonly output: readonly string[];
  /** Sends a signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const ENTRY = new URL('../../src/main.ts', import.meta.url).pathname;

/** Nothing of the tester's own configuration reaches the service. */
export const BARE_ENV = { PATH: process.env['PATH'] };

/** Starts the entry point on a free port and resolves when it listens. */
export async function startService(
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<RunningService> {
  const startedMs = performance.now();
  const output: string[] = [];
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...BARE_ENV, PORT: '0', HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd && { cwd }),
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
      output.push(line);
      const origin = /listens on (http:\S+)/.exec(line)?.[1];
      if (origin) resolve(origin);
    });
  }
  child.once('exit', () => reject(new Error(`ended instead of listening:\n${output.join('\n')}`)));
  const origin = await listening;
  return {
    origin,
    child,
    readyMs: performance.now() - startedMs,
    output,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code] = await exit;
      return code as number | null;
    },
  };
}

/** Runs the entry point to its end. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...BARE_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd && { cwd }),
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number, ...written };
}
