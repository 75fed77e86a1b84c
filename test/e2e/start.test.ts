import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { describeWith } from '../support/processes/programs.ts';
import { type RunningService, runToEnd, startService } from '../support/processes/service.ts';

let folder: string;
let service: RunningService | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkblot-'));
});
afterEach(async () => {
  await service?.stop('SIGKILL');
  service = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('the service, started with nothing set', () => {
  let plain: RunningService;
  beforeAll(async () => {
    plain = await startService();
  });
  afterAll(() => plain?.stop('SIGKILL'));

  it('warns of its random key, says in one line where it is and where the docs are, and works', async () => {
    expect(plain.output.filter((line) => line.includes('SECRET_KEY'))).toHaveLength(1);
    expect(plain.output.filter((line) => line.includes('listens on'))).toHaveLength(1);
    expect(plain.output.at(-1)).toMatch(/listens on (http:\S+) \(docs: \1\/docs\)/);
    expect((await fetch(plain.origin)).headers.get('captcha_uuid')).toBeTruthy();
    expect((await fetch(`${plain.origin}/docs`)).status).toBe(200);
  });

  it('writes one JSON object a line where stdout is no terminal', () => {
    for (const line of plain.output) expect(JSON.parse(line)).toHaveProperty('level');
  });

  it('leaves the port to whoever has it, and says so', async () => {
    const { port } = new URL(plain.origin);
    const { code, stderr } = await runToEnd([], { PORT: port, HOST: '127.0.0.1' });
    expect(code).toBe(2);
    expect(stderr).toContain('EADDRINUSE');
  });

  it('serves and ends well when nobody reads what it writes', async () => {
    service = await startService();
    service.child.stdout?.pause();
    // Several times what the pipe and its reader hold.
    for (let n = 0; n < 2000; n++) {
      const url = `${service.origin}/00000000-0000-4000-8000-000000000000/${n}`;
      expect((await fetch(url)).status).toBe(200);
    }
    expect(await service.stop()).toBe(0);
  });

  it('needs a key from nobody who sets one', async () => {
    service = await startService({
      SECRET_KEY: 'k'.repeat(32),
      SITEKEY: 'forum',
      SITE_SECRET: 's'.repeat(20),
    });
    expect(service.output).toHaveLength(1);
  });
});

const ipv6 = Object.values(networkInterfaces())
  .flat()
  .some((at) => at?.address === '::1');
describeWith({ 'IPv6 on the loopback': ipv6 }, 'the service on an IPv6 address', () => {
  it('prints it so that it can be opened', async () => {
    service = await startService({ HOST: '::1' });
    expect(service.origin).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(service.origin)).status).toBe(200);
  });
});

describe('the command line', () => {
  it('explains every setting with --help', async () => {
    const { code, stdout } = await runToEnd(['--help']);
    expect(code).toBe(0);
    for (const { env } of Object.values(settings)) expect(stdout).toContain(`  ${env}=`);
  });

  it('tells the version with --version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runToEnd(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it('refuses what it does not know', async () => {
    const { code, stderr } = await runToEnd(['--prot', '80']);
    expect(code).toBe(2);
    expect(stderr).toContain('--prot');
  });
});

describe('a wrong configuration', () => {
  it('is told whole, with what would be right, and nothing is started', async () => {
    const env = { PORT: 'eighty', STORE_URL: 'mysql://x', SECRET_KEY: 'short', LOG_LEVEL: 'loud' };
    const { code, stderr, stdout } = await runToEnd([], env);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const name of Object.keys(env)) expect(stderr).toContain(`- ${name} must`);
    expect(stderr).toContain('a whole number from 0 to 65535');
    expect(stderr).not.toContain('short');
  });

  it('may be a .env that is no file', async () => {
    mkdirSync(join(folder, '.env'));
    const { code, stderr } = await runToEnd([], {}, folder);
    expect(code).toBe(2);
    expect(stderr).toContain('.env cannot be read');
  });

  it('may be a log folder or a certificate that cannot be used', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await runToEnd([], { LOG_DIR: join(file, 'logs') })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LOG_DIR'),
    });
    expect(
      await runToEnd([], { STORE_URL: 'rediss://x', STORE_TLS_CA_PATH: join(folder, 'none.pem') }),
    ).toMatchObject({ code: 2, stderr: expect.stringContaining('STORE_TLS_CA_PATH') });
  });
});

describe('settings', () => {
  it('come from .env in the working folder, and the environment wins', async () => {
    writeFileSync(join(folder, '.env'), 'ANSWER_LENGTH=0\nPICTURE_WIDTH=300\n');
    expect((await runToEnd([], {}, folder)).stderr).toContain('ANSWER_LENGTH');
    service = await startService({ ANSWER_LENGTH: '5' }, folder);
    const png = Buffer.from(await (await fetch(service.origin)).arrayBuffer());
    expect(png.readUInt32BE(16)).toBe(300);
  });

  it('that are secret come from files', async () => {
    const file = join(folder, 'key');
    writeFileSync(file, `${'s'.repeat(40)}\n`);
    service = await startService({ SECRET_KEY_FILE: file });
    expect(service.output.join()).not.toContain('No SECRET_KEY');
  });
});

describe('the service on localhost', () => {
  it('listens on one address of it, where there are several: the others would have no bounds', async () => {
    const several = `
      import dns from 'node:dns';
      const found = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
      const { lookup } = dns;
      dns.lookup = (name, options, done) =>
        name === 'localhost' && options.all ? done(null, found) : lookup(name, options, done);
    `;
    const preload = ['--import', `data:text/javascript,${encodeURIComponent(several)}`];
    service = await startService({ HOST: 'localhost' }, undefined, preload);
    const { port } = new URL(service.origin);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.2:${port}/healthz`)).rejects.toThrow();
  });
});

describe('the service, while it starts', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'ends by itself at a %s, as the system ends no first process of a container',
    async (signal, code) => {
      // A store that says nothing is waited for.
      const store = createServer().listen(0, '127.0.0.1');
      await once(store, 'listening');
      const { port } = store.address() as AddressInfo;
      const env = { STORE_URL: `redis://127.0.0.1:${port}`, STORE_TIMEOUT_MS: '20000', PORT: '0' };
      const child = spawn(process.execPath, [resolve('src/main.ts')], { env, cwd: folder });
      await once(store, 'connection');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([code, null]);
      store.close();
    },
  );
});
