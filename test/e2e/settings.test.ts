import { Redis } from 'ioredis';
import { afterEach, expect, it } from 'vitest';
import { deriveEpochSeed, deriveSeed } from '../../src/base/secrets.ts';
import { PICTURE_STYLES } from '../../src/media/picture/styles.ts';
import { renderNow } from '../../src/media/render.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import {
  type RedisServer,
  SERVER,
  startRedis,
  startTlsRedis,
} from '../support/processes/redis-server.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

const KEY = 'a key of at least thirty-two characters';

describeWith({ 'redis-server or valkey-server': SERVER }, 'settings reach their part', () => {
  let redis: RedisServer;
  let operator: Redis;
  let service: RunningService;

  async function start(env: Readonly<Record<string, string>>): Promise<void> {
    redis = await startRedis(SERVER as string);
    operator = new Redis(redis.port);
    operator.on('error', () => {});
    service = await startService({ STORE_URL: redis.url, ...env });
    await eventually(async () => (await fetch(`${service.origin}/readyz`)).ok);
  }
  afterEach(async () => {
    await service.stop('SIGKILL');
    operator?.disconnect();
    await redis.stop();
  });

  async function issue() {
    const response = await fetch(service.origin, { headers: { origin: 'https://a.example' } });
    const uuid = String(response.headers.get('captcha_uuid'));
    const png = new Uint8Array(await response.arrayBuffer());
    const [key] = await operator.keys(`*${uuid}`);
    const [, answer = ''] = String(await operator.get(String(key))).split(':');
    const ttlMs = await operator.pttl(String(key));
    return { uuid, png, key, answer, ttlMs, headers: response.headers };
  }

  it('those of the captcha: key, prefix, time to live, length, size, case, origins', async () => {
    await start({
      SECRET_KEY: KEY,
      STORE_KEY_PREFIX: 'forum:',
      CHALLENGE_TTL_SECONDS: '30',
      ANSWER_LENGTH: '8',
      PICTURE_WIDTH: '320',
      PICTURE_HEIGHT: '90',
      PICTURE_LEVEL: '3',
      PICTURE_EPOCH_MINUTES: '525600',
      CASE_SENSITIVE: 'true',
      CORS_ORIGINS: 'https://a.example',
    });
    const { uuid, png, key, answer, ttlMs, headers } = await issue();
    expect(key).toBe(`forum:challenge:${uuid}`);
    expect(answer).toHaveLength(8);
    expect(ttlMs).toBeGreaterThan(20_000);
    expect(ttlMs).toBeLessThanOrEqual(30_000);
    expect(headers.get('access-control-allow-origin')).toBe('https://a.example');
    // The very picture that this key, this uuid and this answer make in one of the styles: no other chance
    // is in it.
    const seed = deriveSeed(KEY, 'picture', uuid, answer);
    const year = Math.floor(Date.now() / (525_600 * 60_000));
    const epochSeed = deriveEpochSeed(KEY, year);
    const size = { widthPx: 320, heightPx: 90 };
    const job = { kind: 'picture', text: answer, level: 3, epochSeed, seed, ...size } as const;
    const pictures = Object.keys(PICTURE_STYLES).map((style) => renderNow({ ...job, style }).bytes);
    expect(pictures.map((bytes) => new Uint8Array(bytes))).toContainEqual(png);
    // Right but for its case: digits alone are one answer in 2.6 million.
    const check = await fetch(`${service.origin}/${uuid}/${answer.toLowerCase()}`);
    expect(await check.json()).toEqual({ validation: false });
  });

  it('and chance is chance: two starts with one key give other answers and uuids', async () => {
    await start({ SECRET_KEY: KEY });
    const first = await issue();
    await service.stop();
    service = await startService({ STORE_URL: redis.url, SECRET_KEY: KEY });
    await eventually(async () => (await fetch(`${service.origin}/readyz`)).ok);
    const second = await issue();
    expect(second.uuid).not.toBe(first.uuid);
    expect(second.answer).not.toBe(first.answer);
  });

  it('that of the store: how long a command may take', async () => {
    await start({ STORE_TIMEOUT_MS: '100' });
    // One line a second is told of failures: a slow start may have had this one.
    await eventually(async () => {
      redis.pause();
      const { status } = await fetch(service.origin);
      redis.resume();
      expect(status).toBe(503);
      await eventually(async () => (await fetch(`${service.origin}/readyz`)).ok);
      return service.output.join().includes('no answer in 100 ms');
    });
  });

  it('that of the certificates', async () => {
    const tls = await startTlsRedis(SERVER as string);
    redis = tls;
    service = await startService({ STORE_URL: tls.url, STORE_TLS_CA_PATH: tls.caPath });
    await eventually(async () => (await fetch(`${service.origin}/readyz`)).ok);
  });
});

it('the limits of the memory store reach it', async () => {
  const service = await startService({ MEMORY_MAX_ENTRIES: '2' });
  try {
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) statuses.push((await fetch(service.origin)).status);
    expect(statuses).toEqual([200, 200, 503]);
  } finally {
    await service.stop();
  }
});

it('the form of the log reaches it', async () => {
  const service = await startService({ LOG_FORMAT: 'pretty' });
  await service.stop();
  expect(service.output.join('\n')).toMatch(/INFO.*: Inkblot .* listens on/);
});
