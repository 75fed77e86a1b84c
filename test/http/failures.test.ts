import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../src/abuse/clients.ts';
import { createDifficulty } from '../../src/abuse/difficulty.ts';
import { unpack } from '../../src/abuse/tally.ts';
import { createVisitors } from '../../src/http/visitors.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';

const { sitekey } = TEST_SITE;
const BOT = '192.0.2.1';
const secretKey = 'k'.repeat(32);

let service: TestApp;
let counts: ReturnType<typeof createMemoryStore>;
let lines: string[];
const nowMs = () => service?.clock.nowMs ?? 0;
const clients = createClients({ secretKey, nowMs });

beforeEach(async () => {
  lines = [];
  counts = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs });
  service = await createTestApp({
    visitors: createVisitors(clients, createDifficulty({ store: counts, nowMs })),
    logger: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
  });
});
afterEach(() => service.app.close());

const post = (path: string, payload: object, remoteAddress: string) =>
  service.app.inject({ method: 'POST', url: `/v1/challenges${path}`, payload, remoteAddress });
const open = (from = BOT) => post('', { sitekey }, from);
const page = (from: string, form?: Record<string, string>) =>
  service.app.inject({
    url: `/v1/no-script?sitekey=${sitekey}&hl=de`,
    remoteAddress: from,
    ...(form && {
      method: 'POST' as const,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ sitekey, hl: 'de', ...form }).toString(),
    }),
  });
const countedOf = async (address: string) =>
  unpack(Number(await counts.get(`dn:${clients.of(address).narrow}:${TEST_SITE.sitekey}:0`)));

/** Fails sixteen times. */
async function fail(from = BOT): Promise<void> {
  for (let n = 0; n < 16; n++) {
    const { id } = (await open(from)).json() as { id: string };
    const answered = await post(`/${id}/answer`, { answer: 'WRONG!' }, from);
    expect(answered.json()).toMatchObject({ solved: false, reason: 'wrong' });
  }
}

it('tells each challenge in a line of its own, of the gravity of such lines', async () => {
  await open();
  const line = lines.find((each) => each.includes('challenge opened')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ level: 30, difficulty: 2, step: 0 });
});

describe('an address that only fails', () => {
  it('is refused with a problem document that says for how long, and is not counted', async () => {
    await fail();
    const before = await countedOf(BOT);
    expect(before).toEqual({ opened: 16, solved: 0, failed: 16 });
    for (let n = 0; n < 3; n++) {
      const refused = await open();
      expect(refused.statusCode).toBe(429);
      expect(refused.headers['content-type']).toContain('application/problem+json');
      expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
      expect(Number(refused.headers['retry-after'])).toBe(7500);
    }
    expect(await countedOf(BOT)).toEqual(before);
  });

  it('keeps the challenge that it wanted to change for another', async () => {
    const { id } = (await open()).json() as { id: string };
    await fail();
    expect((await post(`/${id}/refresh`, {}, BOT)).statusCode).toBe(429);
    const solved = await post(`/${id}/answer`, { answer: service.answerOf(id) }, BOT);
    expect(solved.json()).toMatchObject({ solved: true });
  });

  it('gets a page without scripts, in its language', async () => {
    await fail();
    for (const refused of [await page(BOT), await page(BOT, { do: 'refresh' })]) {
      expect(refused.statusCode).toBe(429);
      expect(refused.headers['retry-after']).toBe('7500');
      expect(refused.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(refused.body).toMatch(/<html lang="de".*zu viele Anfragen/s);
    }
  });

  it('is served again when the time is over, and not five minutes before', async () => {
    await fail();
    const wait = 1000 * Number((await open()).headers['retry-after']);
    service.clock.nowMs += wait - 300_000;
    expect((await open()).statusCode).toBe(429);
    service.clock.nowMs += 300_000;
    expect((await open()).statusCode).toBe(201);
  });

  it('shuts nobody else out', async () => {
    await fail();
    for (const neighbour of ['192.0.2.2', '198.51.100.1']) {
      expect((await open(neighbour)).statusCode).toBe(201);
      expect((await page(neighbour)).statusCode).toBe(200);
    }
  });

  it('is logged by the reason and not by the address', async () => {
    await fail();
    await open();
    const logged = lines.filter((line) => line.includes('beyond a limit'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('"reason":"failures"');
    expect(lines.join('\n')).not.toContain('192.0.2');
  });
});
