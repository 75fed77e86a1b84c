#!/usr/bin/env node
// The command line: finds the command, gives it what it may have of the process, and ends with its exit
// code. The only file that touches `process`. Each command loads what it needs and nothing of the others.

import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Command, type Context, EXIT_UNUSABLE } from './cli/context.ts';
import { FaultsError } from './cli/faults.ts';
import type { CommandName } from './cli/help.ts';

const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  serve: async () => (await import('./serve/serve.ts')).serve,
  check: async () => (await import('./cli/check.ts')).check,
  keys: async () => (await import('./cli/keys.ts')).keys,
  sample: async () => (await import('./cli/sample.ts')).sample,
  'self-test': async () => (await import('./cli/self-test/self-test.ts')).selfTest,
};

endUntilServing();
keepCompiled();
const readFile = (path: string | URL) => readFileSync(path, 'utf8');
const version: string = JSON.parse(readFile(new URL('../package.json', import.meta.url))).version;

const code = await run(process.argv.slice(2)).catch(explain);
if (code !== undefined) process.exit(code);

async function run(words: readonly string[]): Promise<number | undefined> {
  const [first = ''] = words;
  const isNamed = first !== '' && !first.startsWith('-');
  const name = isNamed ? first : 'serve';
  const args = isNamed ? words.slice(1) : words;
  if (!Object.hasOwn(COMMANDS, name)) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new FaultsError('Not understood', [`There is no command "${name}". Known are ${known}.`]);
  }
  if (args.includes('--version')) return print(`${version}\n`);
  if (args.includes('--help') || args.includes('-h')) {
    const help = await import('./cli/help.ts');
    return print(isNamed ? help.commandHelp(name as CommandName) : help.helpText(version));
  }
  const command = await COMMANDS[name as CommandName]();
  return command(contextOf(args));
}

/**
 * Ends the process at a signal as long as nobody else listens for it. The system would, too, but not where
 * this is the first process of a container: there, who waits for the store would wait until it is killed.
 */
function endUntilServing(): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
}

/**
 * What Node compiles is kept beside the packages, where that can be written: a quarter of the time to start.
 * Not among temporary files, Node's default: what others put there would run here.
 */
function keepCompiled(): void {
  const folder = fileURLToPath(new URL('../node_modules/.cache/inkblot/', import.meta.url));
  const { directory } = enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? folder);
  // So that the threads read it, too.
  if (directory) process.env['NODE_COMPILE_CACHE'] = directory;
}

function contextOf(args: readonly string[]): Context {
  return {
    args,
    env: process.env,
    version,
    isTerminal: process.stdout.isTTY,
    readFile,
    write: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    maxOpenFiles,
    onSignal: (signal, listener) => process.on(signal, listener),
  };
}

function maxOpenFiles(): number {
  // It would look up the names of peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | string } };
  };
  const limit = Number(userLimits?.open_files?.soft);
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Faults are for the user to mend; anything else is ours, and shows where it happened. */
function explain(error: unknown): number {
  if (!(error instanceof FaultsError)) throw error;
  process.stderr.write(error.text);
  return EXIT_UNUSABLE;
}
