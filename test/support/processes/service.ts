import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A service of ours as a process of its own. */
export interface RunningService {
  readonly origin: string;
  readonly child: ChildProcess;
  /** All that it has written, line by line. */
  readonly output: readonly string[];
  /** Sends a signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

type Env = Readonly<Record<string, string>>;

const INKBLOT = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

const START_LIMIT_MS = 20_000;

/**
 * Starts Inkblot on a free port, with these settings and no others, and waits until it listens. Limits
 * are off unless a test is about them: most ask for more from one address than any visitor.
 */
export function startService(
  env: Env = {},
  cwd?: string,
  nodeArgs: readonly string[] = [],
): Promise<RunningService> {
  return startProgram(
    INKBLOT,
    { SHUTDOWN_DELAY_MS: '0', RATE_LIMITS: 'false', ...env },
    cwd,
    nodeArgs,
  );
}

/** The same for any program that listens at PORT and HOST and writes a line that says where. */
export function startProgram(
  entry: string,
  env: Env,
  cwd?: string,
  nodeArgs: readonly string[] = [],
): Promise<RunningService> {
  return startCommand([process.execPath, ...nodeArgs, entry], env, cwd);
}

/** The same for a program in any language. */
export async function startCommand(
  command: readonly string[],
  env: Env,
  cwd?: string,
): Promise<RunningService> {
  const output: string[] = [];
  const child = run(command, { PORT: '0', HOST: '127.0.0.1', ...env }, cwd);
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  const fail = (why: string) =>
    reject(new Error(`${command.join(' ')} ${why}:\n${output.join('\n')}`));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
      output.push(line);
      const origin = /listen(?:s on|ing at) (http:[^\s"]+)/.exec(line)?.[1];
      if (origin) resolve(origin);
    });
  }
  child.once('exit', () => fail('ended instead of listening'));
  const timer = setTimeout(() => fail('does not listen'), START_LIMIT_MS);
  try {
    const origin = await listening;
    return { origin, child, output, stop: (signal) => stop(child, signal) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a program to its end, Inkblot if none is named. */
export async function runToEnd(
  args: readonly string[],
  env: Env = {},
  cwd?: string,
  entry = INKBLOT,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = run([process.execPath, entry, ...args], env, cwd);
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    written.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number, ...written };
}

/** Away from the repository by default: a tester's own settings and `.env` are not what is tested. */
function run(command: readonly string[], env: Env, cwd = tmpdir()): ChildProcess {
  const [program = '', ...args] = command;
  return spawn(program, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
  });
}

async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code as number | null;
}
