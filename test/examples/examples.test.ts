import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { describeWith, findProgram } from '../support/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/redis-server.ts';
import { type RunningService, startService } from '../support/service.ts';

const KEYS = { SITEKEY: 'example', SITE_SECRET: 'a-secret-of-27-characters-x' };
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
  let redis: RedisServer;
  let store: Redis;
  let inkblot: RunningService;
  let stopExample: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {
      cwd: folder('express'),
      stdio: 'ignore',
    });
    redis = await startRedis(String(SERVER));
    store = new Redis(redis.url);
    inkblot = await startService({ ...KEYS, STORE_URL: redis.url });
  });
  afterEach(async () => {
    await stopExample?.();
    stopExample = undefined;
  });
  afterAll(async () => {
    await inkblot.stop();
    store.disconnect();
    await redis.stop();
  });

  async function start(name: string, command: (port: number) => string[]): Promise<string> {
    const port = await freePort();
    const [program = '', ...args] = command(port);
    const child = spawn(program, args, {
      cwd: folder(name),
      env: { PATH: process.env['PATH'], ...KEYS, INKBLOT: inkblot.origin, PORT: String(port) },
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

  /** Solves a challenge as a person would, who reads what the operator can look up. */
  async function solve(origin: string): Promise<string> {
    const post = async (path: string, body: object): Promise<{ id?: string; token?: string }> => {
      const response = await fetch(`${inkblot.origin}/v1/challenges${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { id?: string; token?: string };
    };
    const { id } = await post('', { sitekey: KEYS.SITEKEY });
    const { answer } = JSON.parse(String(await store.get(`inkblot:open:${id}`)));
    return (await post(`/${id}/answer`, { answer })).token ?? '';
  }

  it.each(EXAMPLES)(
    '%s lets in who has solved a picture, once, and nobody else',
    async (name, command) => {
      const origin = await start(name, command);
      const page = await (await fetch(origin)).text();
      expect(page).toContain(KEYS.SITEKEY);
      expect(page).toContain(inkblot.origin);
      const register = async (token: string) => {
        const body = new URLSearchParams({ name: 'Ada', 'inkblot-response': token });
        const response = await fetch(origin, { method: 'POST', body });
        return [response.status, (await response.text()).includes('Welcome')];
      };
      const token = await solve(origin);
      expect(await register('made up')).toEqual([403, false]);
      expect(await register('')).toEqual([403, false]);
      expect(await register(token)).toEqual([200, true]);
      expect(await register(token)).toEqual([403, false]);
    },
  );
});
