import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUDGETS, NETWORK_FACTOR } from '../../src/abuse/budgets.ts';
import { type Answer, askFrom } from '../support/http/ask-from.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/processes/redis-server.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

const SITEKEY = 'test-key';
const REPLICAS = 3;
const PERCENT = 5;
const PICTURES = (BUDGETS.picture * PERCENT) / 100;

describeWith({ 'redis-server or valkey-server': SERVER }, 'a cluster of three replicas', () => {
  let redis: RedisServer;
  const replicas: RunningService[] = [];
  let operator: Redis;

  beforeAll(async () => {
    redis = await startRedis(SERVER as string);
    operator = new Redis(redis.port);
    operator.on('error', () => {});
    const start = () =>
      startService({
        STORE_URL: redis.url,
        SECRET_KEY: 'k'.repeat(32),
        SITEKEY,
        SITE_SECRET: 'a-secret-of-27-characters-x',
        RATE_LIMITS: 'true',
        RATE_LIMIT_PERCENT: String(PERCENT),
        // A machine that is busy with other tests must not look like a Redis that is gone.
        STORE_TIMEOUT_MS: '10000',
        LOG_LEVEL: 'trace',
        LOG_FORMAT: 'json',
      });
    for (let n = 0; n < REPLICAS; n++) {
      const replica = await start();
      replicas.push(replica);
      await eventually(async () => (await fetch(`${replica.origin}/readyz`)).ok);
    }
  });
  afterAll(async () => {
    operator.disconnect();
    await Promise.all(replicas.map((replica) => replica.stop('SIGKILL')));
    await redis.stop();
  });

  /** Opens a challenge at the replica of this number. */
  const open = (address: string, replica: number, headers = {}): Promise<Answer> => {
    const { origin } = replicas[replica % REPLICAS] as RunningService;
    return askFrom(address, `${origin}/v1/challenges`, { headers, body: { sitekey: SITEKEY } });
  };

  /** How many of so many, sent to all replicas at once, get each status. */
  async function flood(
    requests: number,
    addressOf: (n: number) => string,
    headersOf: (n: number) => Record<string, string> = () => ({}),
  ): Promise<Record<number, number>> {
    const answers = await Promise.all(
      Array.from({ length: requests }, (_, n) => open(addressOf(n), n, headersOf(n))),
    );
    return Object.fromEntries(
      Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, list]) => [
        status,
        list?.length ?? 0,
      ]),
    );
  }

  it('gives each client its budget once, however it spreads its requests', async () => {
    const floods = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => flood(2 * PICTURES, () => `127.${n}.0.1`)),
    );
    expect(floods).toEqual(floods.map(() => ({ 201: PICTURES, 429: PICTURES })));
  });

  it('gives a network a few budgets, however many addresses it has', async () => {
    const most = PICTURES * NETWORK_FACTOR;
    const got = await flood(2 * most, (n) => `127.10.0.${1 + (n % 200)}`);
    expect(got).toEqual({ 201: most, 429: most });
  });

  it('tells who is refused by all replicas the same end of the wait', async () => {
    await flood(PICTURES, () => '127.11.0.1');
    for (let n = 0; n < 2 * REPLICAS; n++) {
      const { status, headers, body } = await open('127.11.0.1', n);
      expect(status).toBe(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(570);
      expect(headers['ratelimit']).toBe(`"picture";r=0;t=${headers['retry-after']}`);
      expect(JSON.parse(body)).toMatchObject({ code: 'rate_limited' });
    }
  });

  it('believes no header that says who somebody is', async () => {
    const headers = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'true-client-ip'];
    const got = await flood(
      2 * PICTURES,
      () => '127.12.0.1',
      (n) => ({ [headers[n % headers.length] as string]: `203.0.113.${n}` }),
    );
    expect(got).toEqual({ 201: PICTURES, 429: PICTURES });
  });

  it('keeps and logs no address, only names that mean nothing', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.99', referer: 'https://forum.example/' };
    const { origin } = replicas[0] as RunningService;
    const { id } = JSON.parse((await open('127.77.66.55', 0, headers)).body) as { id: string };
    await askFrom('127.77.66.55', `${origin}/v1/challenges/${id}/media`, { headers });
    const answer = { answer: 'WRONG1' };
    await askFrom('127.77.66.55', `${origin}/v1/challenges/${id}/answer`, {
      headers,
      body: answer,
    });
    await open('127.77.66.55', 0, headers);
    for (const path of ['/', '/v1/no-script', '/siteverify?secret=x&response=y', '/no/route']) {
      await askFrom('127.77.66.55', origin + path, { headers });
    }
    const keys = await operator.keys('*');
    const values = await Promise.all(keys.map((key) => operator.get(key)));
    const kept = keys.map((key, n) => `${key} ${values[n]}`);
    const counts = kept.filter((each) => each.startsWith('inkblot:limit:'));
    expect(counts.length).toBeGreaterThan(10);
    for (const each of counts) {
      expect(each).toMatch(/^inkblot:limit:[a-z-]+:([\w-]{16}|test-key) \d+$/);
    }
    for (const key of keys) expect(await operator.pttl(key)).toBeGreaterThan(0);
    const logged = replicas.flatMap(({ output }) => output.slice(1));
    expect(logged.length).toBeGreaterThan(100);
    // In decimals, in hexadecimals, as a number: by any name.
    const address = /127\.77\.66|7f4d4237|2135769655|203\.0\.113|::ffff/i;
    expect([...kept, ...logged].filter((each) => address.test(each))).toEqual([]);
  });

  it('goes on limiting without Redis, each replica by itself, and together again with it', async () => {
    await flood(PICTURES, () => '127.19.0.1');
    expect((await open('127.19.0.1', 0)).status).toBe(429);
    await redis.stop();
    const { origin } = replicas[0] as RunningService;
    await eventually(async () => (await fetch(`${origin}/readyz`)).status === 503);
    const alone = await flood(2 * REPLICAS * PICTURES, () => '127.20.0.1');
    expect(alone).toEqual({ 503: REPLICAS * PICTURES, 429: REPLICAS * PICTURES });
    // Whom this replica has refused before, it still does.
    expect((await open('127.19.0.1', 0)).status).toBe(429);
    await redis.start();
    let n = 0;
    await eventually(async () => {
      const left = [];
      n++;
      for (let replica = 0; replica < REPLICAS; replica++) {
        const { status, headers } = await open(`127.30.${n}.1`, replica);
        if (status !== 201) return false;
        left.push(/r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
      }
      return left.join() === [PICTURES - 1, PICTURES - 2, PICTURES - 3].join();
    });
    const together = await flood(2 * PICTURES, () => '127.21.0.1');
    expect(together).toEqual({ 201: PICTURES, 429: PICTURES });
  });
});
