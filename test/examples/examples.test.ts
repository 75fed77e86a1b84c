import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/processes/ports.ts';
import { describeWith, findProgram } from '../support/processes/programs.ts';
import { SITE_SECRET, SITEKEY, useRealService } from '../support/processes/real-service.ts';
import { SERVER } from '../support/processes/redis-server.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));

const php = findProgram('php');
const python = findProgram('python3');

/** How each example is started on a port, beside what all are told by their environment. */
const EXAMPLES: readonly (readonly [name: string, command: (port: number) => string[]])[] = [
  ['express', () => [process.execPath, 'server.js']],
  ['php', (port) => [String(php), '-S', `127.0.0.1:${port}`, 'register.php']],
  ['python', () => [String(python), 'register.py']],
  ['no-javascript', () => [process.execPath, 'server.js']],
];

describeWith({ 'redis-server': SERVER, php, python3: python }, 'the examples', () => {
  const inkblot = useRealService();
  let stopExample: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {
      cwd: folder('express'),
      stdio: 'ignore',
    });
  });
  afterEach(async () => {
    await stopExample?.();
    stopExample = undefined;
  });

  async function start(name: string, command: (port: number) => string[]): Promise<string> {
    const port = await freePort();
    const [program = '', ...args] = command(port);
    const child = spawn(program, args, {
      cwd: folder(name),
      env: {
        PATH: process.env['PATH'],
        SITEKEY,
        SITE_SECRET,
        INKBLOT: inkblot.origin,
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    stopExample = async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    };
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`${name} ended`)));
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          // PHP says that it has started.
          if (/listening at|started/.test(line)) resolve();
        });
      }
    });
    return `http://127.0.0.1:${port}`;
  }

  it.each(EXAMPLES)(
    '%s lets in who has solved a picture, once, and nobody else',
    async (name, command) => {
      const origin = await start(name, command);
      const page = await (await fetch(origin)).text();
      expect(page).toContain(SITEKEY);
      expect(page).toContain(inkblot.origin);
      const register = async (token: string) => {
        const body = new URLSearchParams({ name: 'Ada', 'inkblot-response': token });
        const response = await fetch(origin, { method: 'POST', body });
        return [response.status, (await response.text()).includes('Welcome')];
      };
      const token = await inkblot.solve('127.0.0.1');
      expect(await register('made up')).toEqual([403, false]);
      expect(await register('')).toEqual([403, false]);
      expect(await register(token)).toEqual([200, true]);
      expect(await register(token)).toEqual([403, false]);
    },
  );
});
