import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_HELP } from '../../src/cli/help.ts';
import { describeWith } from '../support/processes/programs.ts';
import { SERVER, startRedis } from '../support/processes/redis-server.ts';
import { type RunningService, runToEnd, startService } from '../support/processes/service.ts';

const KEYS = { SITEKEY: 'forum', SITE_SECRET: 'a-secret-of-27-characters-x' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkblot-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('inkblot', () => {
  it.each(Object.keys(COMMAND_HELP))('explains %s with --help', async (name) => {
    const { code, stdout } = await runToEnd([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`inkblot ${name === 'serve' ? '[serve]' : name}`);
  });

  it.each([
    [['sevre'], 'Known are serve, check, keys, sample, self-test'],
    [['check', '--stroe'], '--stroe'],
    [['serve', 'now'], 'now'],
    [['keys', '--sitekey', 'a b'], '--sitekey'],
    [['sample', '--level', '4', '--kind', 'song'], '--level must be 1, 2 or 3'],
    [['self-test'], 'One address is wanted'],
  ])('refuses %j, and says what would be right', async (args, hint) => {
    const { code, stdout, stderr } = await runToEnd(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});

describe('inkblot check', () => {
  it('tells what a good configuration amounts to, and no secret', async () => {
    const env = {
      ...KEYS,
      SECRET_KEY: 'k'.repeat(32),
      STORE_URL: 'redis://:pass-word@127.0.0.1:1',
    };
    const { code, stdout, stderr } = await runToEnd(['check'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/sites +forum\n/);
    expect(stdout).toContain('any host may show challenges of the site forum');
    for (const secret of [KEYS.SITE_SECRET, 'kkkk', 'pass-word']) {
      expect(stdout).not.toContain(secret);
    }
  });

  it.each(['/proc/x/y', '/dev/null/x'])('says that logs cannot be kept in %s', async (dir) => {
    const { code, stderr } = await runToEnd(['check'], { LOG_DIR: dir });
    expect(code).toBe(2);
    expect(stderr).toContain('LOG_DIR cannot be written to');
  });

  it('tells every fault of the settings at once, and every one of the files they name', async () => {
    const first = await runToEnd(['check'], { PORT: 'eighty', SITEKEY: 'forum' });
    expect(first.code).toBe(2);
    expect(first.stderr).toMatch(/- PORT must[\s\S]+- SITEKEY and SITE_SECRET/);
    writeFileSync(join(folder, 'sites.yaml'), 'sites: []\n');
    const env = { SITES_FILE: 'sites.yaml', VOICES_DIR: join(folder, 'none') };
    const second = await runToEnd(['check'], env, folder);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/- SITES_FILE: [\s\S]+- VOICES_DIR: /);
  });

  it('finds a store that does not answer, where it is asked to', async () => {
    const { code, stderr } = await runToEnd(['check', '--store'], {
      STORE_URL: 'redis://:pass-word@127.0.0.1:1',
      STORE_TIMEOUT_MS: '100',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('STORE_URL names a store that does not answer');
    expect(stderr).not.toContain('pass-word');
  });
});

describeWith({ 'redis-server or valkey-server': SERVER }, 'inkblot check --store', () => {
  it('finds a store that answers', async () => {
    const redis = await startRedis(SERVER as string);
    const { code, stdout } = await runToEnd(['check', '--store'], { STORE_URL: redis.url });
    await redis.stop();
    expect(code).toBe(0);
    expect(stdout).toMatch(/store +redis, and it answers/);
  });
});

describe('inkblot keys', () => {
  it('makes other keys each time, which a configuration takes as they are', async () => {
    const [first, second] = await Promise.all([
      runToEnd(['keys', '--hostname', '*.forum.example']),
      runToEnd(['keys', '--hostname', '*.forum.example']),
    ]);
    const env = parseEnv(first.stdout) as Record<string, string>;
    expect(Object.keys(env)).toHaveLength(4);
    for (const name of ['SECRET_KEY', 'SITEKEY', 'SITE_SECRET']) {
      expect(parseEnv(second.stdout)[name]).not.toBe(env[name]);
    }
    const { code, stdout } = await runToEnd(['check'], env);
    expect(code).toBe(0);
    expect(stdout).not.toContain('NOTE');
  });

  it('makes an entry of SITES_FILE', async () => {
    const { stdout } = await runToEnd(['keys', '--yaml', '--sitekey', 'forum']);
    writeFileSync(join(folder, 'sites.yaml'), stdout);
    const checked = await runToEnd(['check'], { SITES_FILE: join(folder, 'sites.yaml') });
    expect(checked.stdout).toMatch(/sites +forum\n/);
  });
});

describe('inkblot sample', () => {
  it('draws each style, a moving text and a sound, and names the answers', async () => {
    const { code, stdout } = await runToEnd(
      ['sample', '--dir', 'samples', '--level', '1'],
      {},
      folder,
    );
    expect(code).toBe(0);
    const files = readdirSync(join(folder, 'samples'));
    expect(stdout.trim().split('\n')).toHaveLength(files.length);
    expect(
      files.filter((name) => /^picture-\w+-level-1-[A-Z2-9]{6}\.png$/.test(name)),
    ).toHaveLength(4);
    expect(files.filter((name) => /^motion-level-1-[A-Z2-9]{4}\.png$/.test(name))).toHaveLength(1);
    expect(files.filter((name) => /^sound-en-level-1-\d{6}\.wav$/.test(name))).toHaveLength(1);
    for (const name of files) {
      const head = readFileSync(join(folder, 'samples', name))
        .subarray(0, 4)
        .toString('latin1');
      expect(head).toBe(name.endsWith('.png') ? '\x89PNG' : 'RIFF');
    }
  });

  it.each(['/proc/x/y', '/dev/null/x'])('says that it cannot write to %s', async (dir) => {
    const { code, stdout, stderr } = await runToEnd(['sample', '--dir', dir, '--kind', 'picture']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Samples cannot be drawn:\n {2}- --dir cannot be written to: E\w+: .*\n$/,
    );
  });

  it('draws what is asked for alone', async () => {
    const wish = ['--kind', 'sound', '--language', 'de', '--language', 'ja'];
    const { stdout } = await runToEnd(['sample', ...wish], {}, folder);
    expect(stdout).toMatch(/^sound-de-level-2-\d+\.wav\nsound-ja-level-2-\d+\.wav\n$/);
  });
});

describe('inkblot self-test', () => {
  let service: RunningService;
  beforeAll(async () => {
    // With the limits that an operator has.
    const alternatives = 'picture, motion, sound, work';
    service = await startService({ ...KEYS, ALTERNATIVES: alternatives, RATE_LIMITS: 'true' });
  });
  afterAll(() => service.stop());

  it('finds that a service works: every kind, and a token for work that is done', async () => {
    const { code, stdout } = await runToEnd(['self-test', service.origin], KEYS);
    expect(stdout).not.toMatch(/FAILED|left out/);
    expect(stdout).toContain('picture, motion, sound, work: opened, shown');
    expect(stdout).toMatch(/work to token +solved in \d+ ms; its token is good once/);
    expect(stdout).not.toContain(KEYS.SITE_SECRET);
    expect(code).toBe(0);
  });

  it('leaves out what it was given no keys for', async () => {
    const { code, stdout } = await runToEnd(['self-test', `${service.origin}/`]);
    expect(stdout.match(/^left out/gm)).toHaveLength(3);
    expect(code).toBe(0);
  });

  it('fails with keys that are not known', async () => {
    const env = { SITEKEY: 'nobody', SITE_SECRET: 'x'.repeat(30) };
    const { code, stdout } = await runToEnd(['self-test', service.origin], env);
    expect(stdout).toMatch(/FAILED +challenges +no challenge: 404 unknown_sitekey/);
    expect(stdout).toMatch(/FAILED +siteverify +the secret is not known/);
    expect(code).toBe(1);
  });

  it('fails at once where nobody listens', async () => {
    const { port } = new URL(service.origin);
    const { code, stdout } = await runToEnd(['self-test', `http://127.0.0.2:${port}`]);
    expect(stdout.match(/^FAILED/gm)).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe('inkblot self-test of something else', () => {
  let server: Server;
  afterEach(() => {
    server.close();
  });

  async function serve(status: number, headers: Record<string, string>, body: string) {
    server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('fails where every guess is right', async () => {
    const origin = await serve(200, { captcha_uuid: 'x' }, '{"validation":true}');
    const { code, stdout } = await runToEnd(['self-test', origin]);
    expect(stdout).toMatch(/FAILED +classic picture +the body is no PNG/);
    expect(stdout).toMatch(/FAILED +classic check +a wrong guess is {"validation":true}/);
    expect(code).toBe(1);
  });

  it('asks no more once it is told to ask later', async () => {
    const origin = await serve(429, { 'retry-after': '77' }, '');
    const { code, stdout } = await runToEnd(['self-test', origin]);
    expect(stdout).toMatch(
      /^FAILED +alive +the limits of the service are reached: again in 77 s\n/,
    );
    expect(stdout.match(/^FAILED/gm)).toHaveLength(1);
    expect(code).toBe(1);
  });
});
