import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Shown, toPattern } from './pages.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

const MARK = '=== next command ===';

/**
 * What `npx inkblot` and `npm start` come to, without the programs that look them up; `node` is this one.
 */
const PROGRAMS = `
node() { "${process.execPath}" "$@"; }
npx() { [ "$1" = inkblot ] || return 2; shift; node "${MAIN}" "$@"; }
npm() {
  case "$*" in
    ci) ;;
    start) PORT="$SERVICE_PORT" exec "${process.execPath}" "${MAIN}" ;;
    *) return 2 ;;
  esac
}
`;

/**
 * Runs commands in one shell, as a reader does: a command may use what an earlier one has set. Each must
 * succeed and write what its page shows. `replace` puts the addresses of the test where the page has its own.
 */
export function runAll(
  commands: readonly Shown[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  replace: (text: string) => string,
): void {
  // What goes on in the background must not keep the pipe.
  const script = commands
    .map(({ command }) => `${command.replaceAll(/ &$/gm, ' > /dev/null 2>&1 &')}\necho "${MARK}"`)
    .join('\n');
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail'], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    input: PROGRAMS + replace(script),
    timeout: 30_000,
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  const written = stdout.split(MARK);
  for (const [n, { command, output }] of commands.entries()) {
    if (output !== undefined) expect(written[n]?.trim(), command).toMatch(toPattern(output));
  }
}
