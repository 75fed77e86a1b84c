// The classic contract, frozen. Clients rely on every assertion here: this file may grow, but what
// stands in it does not change.

import { randomUUID } from 'node:crypto';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import type { Store } from '../../src/store/store.ts';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/http/app.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/processes/redis-server.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let service: TestApp;
afterEach(() => service.app.close());

async function start(options?: TestAppOptions): Promise<void> {
  service = await createTestApp(options);
}

const get = (url: string, headers = {}) => service.app.inject({ method: 'GET', url, headers });

async function getCaptcha(): Promise<{ uuid: string; text: string; png: Buffer }> {
  const response = await get('/');
  const uuid = String(response.headers['captcha_uuid']);
  return { uuid, text: service.answerOf(uuid), png: response.rawPayload };
}

/** Asks until a text fits: all are random. */
async function getCaptchaWith(pattern: RegExp): Promise<{ uuid: string; text: string }> {
  for (;;) {
    const captcha = await getCaptcha();
    if (pattern.test(captcha.text)) return captcha;
  }
}

async function check(uuid: string, guess: string): Promise<unknown> {
  const response = await get(`/${uuid}/${guess}`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch(/^application\/json\b/);
  return response.json();
}

const VALID = { validation: true };
const INVALID = { validation: false };

describe('GET /', () => {
  beforeEach(() => start());

  it('answers a PNG and its uuid, not to be stored', async () => {
    const response = await get('/');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('image/png');
    expect(response.headers['captcha_uuid']).toMatch(UUID);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(PNG.sync.read(response.rawPayload)).toMatchObject({ width: 240, height: 80 });
  });

  it('answers another picture, uuid and text each time', async () => {
    const captchas = await Promise.all(Array.from({ length: 50 }, getCaptcha));
    expect(new Set(captchas.map(({ uuid }) => uuid)).size).toBe(50);
    expect(new Set(captchas.map(({ text }) => text)).size).toBe(50);
    expect(new Set(captchas.map(({ png }) => png.toString('base64'))).size).toBe(50);
  });

  it('answers HEAD with the same headers and no picture, as HTTP asks of what answers GET', async () => {
    const response = await service.app.inject({ method: 'HEAD', url: '/' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['captcha_uuid']).toMatch(UUID);
    expect(response.headers['content-type']).toBe('image/png');
    expect(response.rawPayload).toHaveLength(0);
  });

  it('ignores a query', async () => {
    const response = await get('/?t=1234');
    expect(response.statusCode).toBe(200);
    expect(response.headers['captcha_uuid']).toMatch(UUID);
  });
});

describe('GET /{uuid}/{captcha_guess}', () => {
  beforeEach(() => start());

  it('is true for the text of the picture', async () => {
    const { uuid, text } = await getCaptcha();
    expect(await check(uuid, text)).toEqual(VALID);
  });

  it('is false for another text', async () => {
    const { uuid } = await getCaptcha();
    expect(await check(uuid, 'nonsense')).toEqual(INVALID);
  });

  it('gives one try: a used uuid is false, after a right guess and after a wrong one', async () => {
    const [first, second] = [await getCaptcha(), await getCaptcha()];
    expect(await check(first.uuid, first.text)).toEqual(VALID);
    expect(await check(first.uuid, first.text)).toEqual(INVALID);
    expect(await check(second.uuid, 'nonsense')).toEqual(INVALID);
    expect(await check(second.uuid, second.text)).toEqual(INVALID);
  });

  it('is false for an unknown uuid, whatever the guess', async () => {
    expect(await check(randomUUID(), 'ABCDEF')).toEqual(INVALID);
    expect(await check('00000000-0000-0000-0000-000000000000', '')).toEqual(INVALID);
  });

  it('is false for the text of another captcha', async () => {
    const [first, second] = [await getCaptcha(), await getCaptcha()];
    expect(await check(first.uuid, second.text)).toEqual(INVALID);
  });

  it('is false when two minutes have passed, and true until then', async () => {
    const [early, late] = [await getCaptcha(), await getCaptcha()];
    service.clock.nowMs += 119_999;
    expect(await check(early.uuid, early.text)).toEqual(VALID);
    service.clock.nowMs += 1;
    expect(await check(late.uuid, late.text)).toEqual(INVALID);
  });

  it.each([
    ['0 for O', 'O', '0'],
    ['1 for L', 'L', '1'],
    ['5 for S', 'S', '5'],
    ['Z for 2', '2', 'Z'],
  ])('forgives %s', async (_what, shown, typed) => {
    const { uuid, text } = await getCaptchaWith(new RegExp(shown));
    expect(await check(uuid, text.replaceAll(shown, typed))).toEqual(VALID);
  });

  it('forgives case, blanks around and full width', async () => {
    const forms: readonly ((text: string) => string)[] = [
      (text) => text.toLowerCase(),
      (text) => `  ${text}\t`,
      (text) => Array.from(text, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
    ];
    for (const form of forms) {
      const { uuid, text } = await getCaptcha();
      expect(await check(uuid, encodeURIComponent(form(text)))).toEqual(VALID);
    }
  });

  it('reads percent-encoding', async () => {
    const { uuid, text } = await getCaptcha();
    const encoded = Array.from(text, (c) => `%${c.charCodeAt(0).toString(16)}`).join('');
    expect(await check(uuid, encoded)).toEqual(VALID);
  });

  it.each([
    ['empty', ''],
    ['an emoji', '%F0%9F%92%A9'],
    ['10 kB long', 'a'.repeat(10_000)],
    ['a slash', '%2F'],
    ['a zero byte', '%00'],
    ['markup', '%3Cscript%3E'],
  ])('is false, and spends the captcha, for a guess that is %s', async (_what, guess) => {
    const { uuid, text } = await getCaptcha();
    expect(await check(uuid, guess)).toEqual(INVALID);
    expect(await check(uuid, text)).toEqual(INVALID);
  });

  it('takes the uuid in capitals', async () => {
    const { uuid, text } = await getCaptcha();
    expect(await check(uuid.toUpperCase(), text)).toEqual(VALID);
  });

  it('is not to be stored', async () => {
    const response = await get(`/${randomUUID()}/x`);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('is 404 with a JSON error if the first segment is no uuid, as is everything unknown', async () => {
    for (const url of [
      '/nope/ABCDEF',
      '/nope',
      `/${randomUUID()}`,
      `/${randomUUID()}/a/b`,
      '//x',
    ]) {
      const response = await get(url);
      expect([url, response.statusCode]).toEqual([url, 404]);
      expect(response.json()).toMatchObject({ error: 'not_found', statusCode: 404 });
    }
  });
});

it('is exact about case if set so', async () => {
  await start({ picture: { caseSensitive: true } });
  const [upper, lower] = [await getCaptcha(), await getCaptchaWith(/[A-Z]/)];
  expect(await check(upper.uuid, upper.text)).toEqual(VALID);
  expect(await check(lower.uuid, lower.text.toLowerCase())).toEqual(INVALID);
});

it('draws pictures of the size and length that are set', async () => {
  await start({ picture: { widthPx: 300, heightPx: 100, answerLength: 4 } });
  const { text, png } = await getCaptcha();
  expect(text).toHaveLength(4);
  expect(PNG.sync.read(png)).toMatchObject({ width: 300, height: 100 });
});

describe('scripts of other origins', () => {
  const from = { origin: 'https://forum.example' };

  it('may read the picture and its uuid', async () => {
    await start();
    const response = await get('/', from);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-expose-headers']).toContain('captcha_uuid');
  });

  it('may do so only from the origins listed, if there is a list', async () => {
    await start({ corsOrigins: ['https://forum.example'] });
    const allowed = await get('/', from);
    expect(allowed.headers['access-control-allow-origin']).toBe('https://forum.example');
    expect(allowed.headers['access-control-expose-headers']).toContain('captcha_uuid');
    expect(allowed.headers['vary']).toMatch(/origin/i);
    const refused = await get('/', { origin: 'https://evil.example' });
    expect(refused.statusCode).toBe(200);
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('may not at all if the list is empty', async () => {
    await start({ corsOrigins: [] });
    expect((await get('/', from)).headers['access-control-allow-origin']).toBeUndefined();
  });
});

async function raceFor(captcha: { uuid: string; text: string }): Promise<number> {
  const verdicts = await Promise.all(
    Array.from({ length: 200 }, () => check(captcha.uuid, captcha.text)),
  );
  return verdicts.filter((verdict) => JSON.stringify(verdict) === JSON.stringify(VALID)).length;
}

it('is true for exactly one of 200 simultaneous right guesses, in memory', async () => {
  await start();
  expect(await raceFor(await getCaptcha())).toBe(1);
});

describeWith({ 'redis-server or valkey-server': SERVER }, 'the classic contract on Redis', () => {
  let server: RedisServer;
  let store: Store;
  beforeAll(async () => {
    server = await startRedis(SERVER as string);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    store = createRedisStore({
      target: parseRedisUrl(server.url),
      keyPrefix: 'test:',
      timeoutMs: 1000,
    });
    await eventually(() => store.ping().then(() => true));
    await start({ store });
  });
  afterEach(() => store.close());

  it('is true for exactly one of 200 simultaneous right guesses', async () => {
    expect(await raceFor(await getCaptcha())).toBe(1);
  });

  it('is true for the text of the picture, once', async () => {
    const { uuid, text } = await getCaptcha();
    expect(await check(uuid, text)).toEqual(VALID);
    expect(await check(uuid, text)).toEqual(INVALID);
  });

  it('answers 503 with a JSON error and Retry-After while Redis is gone', async () => {
    await server.stop();
    for (const url of ['/', `/${randomUUID()}/ABCDEF`]) {
      const response = await get(url);
      expect(response.statusCode).toBe(503);
      expect(response.json()).toMatchObject({ error: 'store_unavailable', statusCode: 503 });
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    await server.start();
    await eventually(() => store.ping().then(() => true));
    expect((await get('/')).statusCode).toBe(200);
  });
});
