import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../../support/processes/programs.ts';

const FOLDER = fileURLToPath(new URL('../.venv/', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../../requirements.txt', import.meta.url));

/** A Python that can make environments, if there is one: Debian has that in `python3-venv`. */
export const PYTHON = findVenvPython();

/**
 * The Python of an environment that has what `requirements.txt` names, and nothing else. Made once,
 * which takes some ten seconds and the network, and again when the file or Python changes.
 */
export function installPython(): string {
  const python = join(FOLDER, 'bin/python');
  const stamp = join(FOLDER, 'made-of.txt');
  const version = run(String(PYTHON), ['-VV']);
  const parts = `${version}${readFileSync(REQUIREMENTS, 'utf8')}`;
  if (read(stamp) === parts) return python;
  run(String(PYTHON), ['-m', 'venv', '--clear', FOLDER]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', REQUIREMENTS]);
  run(python, ['-m', 'pip', 'check']);
  // Last: one that was not finished is made anew.
  writeFileSync(stamp, parts);
  return python;
}

function findVenvPython(): string | undefined {
  const python = findProgram('python3');
  if (!python) return undefined;
  try {
    run(python, ['-c', 'import ensurepip, venv']);
    return python;
  } catch {
    return undefined;
  }
}

/** What it writes. Its errors are in the message of the error. */
function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
