import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMAND_HELP } from '../../../src/cli/help.ts';

/**
 * Programs whose commands no test runs, and why. What can be seen without running them is checked: files,
 * scripts, services and commands that are named exist.
 */
export const NOT_RUN: Readonly<Record<string, string>> = {
  npm: 'installs, serves, or measures for minutes; each has its own test',
  npx: 'formats, measures for minutes, or is in a page whose other commands are not run',
  docker: 'needs an engine: scripts/check-image.sh runs the image',
  kubectl: 'needs a cluster: test/deploy reads the files',
  helm: 'needs a cluster: test/deploy renders the chart',
  cosign: 'needs a release',
  gh: 'needs a release',
  git: 'fetches a release',
  'apt-get': 'installs programs, as root',
  install: 'writes to /etc, as root',
  systemctl: 'needs systemd, as root',
  python3: 'makes an environment to install into',
  'bench/.venv/bin/pip': 'installs hundreds of megabytes',
};

/** Programs that every machine has, in commands that are not run. */
const USUAL = new Set(['cd', 'cp', 'export', 'umask', 'openssl', 'curl', 'grep', 'cat', 'echo']);

const FOLDERS = /^(?:deploy|scripts|bench|examples|docs|src|test|assets|widget)\/[\w./-]+$/;

/** A simple command: its words, and the folder in which it is given. */
interface Simple {
  readonly words: readonly string[];
  readonly folder: string;
}

/** What is wrong with a block that is not run, as far as that can be seen; and the programs it names. */
export function inspect(block: string): { faults: string[]; programs: string[] } {
  const faults: string[] = [];
  const programs: string[] = [];
  for (const simple of simpleCommands(block)) {
    const { words, folder } = simple;
    const [program = '', ...args] = words;
    if (!USUAL.has(program)) programs.push(program);
    const fault = CHECKS[program]?.(args, folder);
    if (fault) faults.push(`${words.join(' ')}: ${fault}`);
    for (const word of args.filter((each) => FOLDERS.test(each) && !each.includes('.venv'))) {
      if (!existsSync(word) && !existsSync(join(folder, word))) faults.push(`there is no ${word}`);
    }
  }
  return { faults, programs };
}

const CHECKS: Readonly<
  Record<string, (args: readonly string[], folder: string) => string | undefined>
> = {
  cp: ([from = ''], folder) => (existsSync(join(folder, from)) ? undefined : `no ${from}`),
  npm: checkNpm,
  npx: ([tool = '', word = '']) => {
    if (tool === 'inkblot') return checkInkblot(word);
    if (tool === 'node') return existsSync(word) ? undefined : `no ${word}`;
    return existsSync(`node_modules/.bin/${tool}`) ? undefined : `no ${tool}`;
  },
  docker: checkDocker,
  kubectl: (args, folder) => {
    const at = args.indexOf('--kustomize');
    if (at < 0) return undefined;
    return existsSync(join(folder, args[at + 1] ?? '', 'kustomization.yaml'))
      ? undefined
      : 'no kustomization.yaml';
  },
};

function checkNpm(args: readonly string[]): string | undefined {
  const at = args.indexOf('--prefix');
  const prefix = at < 0 ? '.' : (args[at + 1] ?? '');
  const [verb = '', name = ''] = args.filter((word) => !word.startsWith('-'));
  if (verb === 'ci') return existsSync(`${prefix}/package-lock.json`) ? undefined : 'no lock file';
  // Installs, then tests.
  const script = verb === 'run' ? name : verb === 'cit' ? 'test' : verb;
  const { scripts } = JSON.parse(readFileSync(`${prefix}/package.json`, 'utf8'));
  return Object.hasOwn(scripts, script) ? undefined : `no script ${script}`;
}

function checkDocker(args: readonly string[], folder: string): string | undefined {
  const [verb, action = '', ...others] = args;
  if (verb === 'build') return existsSync(join(folder, 'Dockerfile')) ? undefined : 'no Dockerfile';
  // What follows the name of the image is a command of ours.
  if (verb === 'run') return checkInkblot(args[args.indexOf('inkblot:local') + 1] ?? 'serve');
  if (verb !== 'compose') return undefined;
  const file = join(folder, 'compose.yaml');
  if (!existsSync(file)) return 'no compose.yaml';
  const { services } = parse(readFileSync(file, 'utf8'), { merge: true });
  const service = others.find((word) => !word.startsWith('-'));
  if (!['run', 'exec', 'logs', 'restart', 'kill'].includes(action) || !service) return undefined;
  return Object.hasOwn(services, service) ? undefined : `no service ${service}`;
}

function checkInkblot(word: string): string | undefined {
  const known = [...Object.keys(COMMAND_HELP), '--version', '--help'];
  return known.includes(word) ? undefined : `no command ${word}`;
}

/** Splits a block as a shell does, as far as the pages need: no word of theirs holds a quoted separator. */
function simpleCommands(block: string): Simple[] {
  let folder = '.';
  const simple: Simple[] = [];
  const text = block
    .replaceAll(/\\\n/g, ' ')
    .replaceAll(/(^|\s)#.*$/gm, '$1')
    .replaceAll(/[<$]\([^)]*\)/g, 'QUOTED')
    .replaceAll(/"[^"]*"|'[^']*'/g, 'QUOTED');
  for (const part of text.split(/\n|&&|\|\||[;|&()]/)) {
    const words = part.trim().split(/\s+/);
    while (/^(?:sudo|[A-Z_]+=.*|<|\$)$/.test(words[0] ?? '')) words.shift();
    if (!words[0] || words[0] === 'QUOTED') continue;
    if (words[0] === 'cd') {
      const target = words[1] ?? '';
      folder = target.startsWith('/') ? '.' : join(folder, target);
    }
    simple.push({ words, folder });
  }
  return simple;
}
