import { fastify } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUDGETS, type Cost } from '../../src/abuse/budgets.ts';
import { createClients } from '../../src/abuse/clients.ts';
import { createLimits, type Limits } from '../../src/abuse/limits.ts';
import type { SiteDefinition } from '../../src/challenge/sites.ts';
import type { Step } from '../../src/challenge/types.ts';
import { parseConfig } from '../../src/config/config.ts';
import { handleErrors } from '../../src/http/errors.ts';
import { limitRequests } from '../../src/http/limits.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { askFrom } from '../support/http/ask-from.ts';
import { createTestDashboard } from '../support/http/dashboard.ts';

const { sitekey, secret } = TEST_SITE;
const ORIGIN = 'https://forum.example';
const ID = '00000000-0000-4000-8000-000000000000';

/** Budgets of one or a few requests. */
function createTestLimits(percent: number): Limits {
  const nowMs = () => 0;
  const local = createMemoryStore({ maxEntries: 10_000, maxBytes: 1e7, nowMs });
  return createLimits({ shared: undefined, local, percent, nowMs });
}

let service: TestApp;
let lines: string[] = [];
const start = async (
  percent: number,
  trustedProxies: readonly string[] = [],
  sites?: readonly SiteDefinition[],
) => {
  lines = [];
  service = await createTestApp({
    ...(sites && { sites }),
    limits: createTestLimits(percent),
    dashboard: createTestDashboard().options,
    trustedProxies,
    logger: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
  });
};
afterEach(() => service.app.close());

/** What a request needs to be served, or at least to be asked for. */
interface Asked {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: object | string;
}

const json = (payload: object) => ({
  method: 'POST' as const,
  headers: { origin: ORIGIN, 'content-type': 'application/json' },
  payload,
});
const form = (fields: Record<string, string>) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams(fields).toString(),
});

/** Every route that costs a processor or the store something. */
const ROUTES: readonly (readonly [cost: Cost, asked: Asked])[] = [
  ['classic', { url: '/' }],
  ['classic', { method: 'HEAD', url: '/' }],
  ['classic-check', { url: `/${ID}/ABC123` }],
  ['picture', { url: '/v1/challenges', ...json({ sitekey }) }],
  ['picture', { url: '/v1/challenges', ...json({ sitekey: 'no-such-site' }) }],
  ['picture', { url: `/v1/challenges/${ID}/refresh`, ...json({}) }],
  ['media', { url: `/v1/challenges/${ID}/media` }],
  ['media', { method: 'HEAD', url: `/v1/challenges/${ID}/media` }],
  ['answer', { url: `/v1/challenges/${ID}/extend`, ...json({}) }],
  ['answer', { url: `/v1/challenges/${ID}/answer`, ...json({ answer: 'ABC123' }) }],
  ['page', { url: `/v1/no-script?sitekey=${sitekey}` }],
  ['page', { url: '/recaptcha/api/fallback?k=no-such-site' }],
  ['page', { url: `/v1/no-script?sitekey=${sitekey}`, ...form({ do: 'check', id: ID }) }],
  ['verify-unknown', { url: '/siteverify', ...form({ secret: 'made-up', response: 'x' }) }],
  ['verify-unknown', { url: '/v1/siteverify?secret=made-up&response=x' }],
  ['verify-unknown', { url: '/api/v1/pow/siteverify', ...json({ secret: 'made-up' }) }],
  ['document', { url: '/openapi.json' }],
  ['sign-in', { url: '/dashboard/sign-in', ...form({ token: 'a guess' }) }],
  ['sign-in', { url: '/dashboard/data', headers: { authorization: 'Bearer guess' } }],
  ['probe', { url: '/readyz' }],
];

describe('a route with a cost', () => {
  it.each(ROUTES)('is limited as %s: %j', async (cost, asked) => {
    // One per cent, and at least one.
    await start(1);
    const quota = Math.max(1, Math.round(BUDGETS[cost] / 100));
    const ask = () => service.app.inject({ ...asked, remoteAddress: '192.0.2.1' });
    const first = await ask();
    expect(first.statusCode).toBeLessThan(429);
    expect(first.headers['ratelimit']).toBe(`"${cost}";r=${quota - 1};t=600`);
    expect(first.headers['ratelimit-policy']).toContain(
      `"${cost}";q=${quota};w=600, "${cost}-network";q=`,
    );
    expect(first.headers['retry-after']).toBeUndefined();
    for (let n = 2; n <= quota; n++) expect((await ask()).statusCode).toBeLessThan(429);
    const last = await ask();
    expect(last.statusCode).toBe(429);
    expect(last.headers).toMatchObject({
      'cache-control': 'no-store',
      'retry-after': '600',
      ratelimit: `"${cost}";r=0;t=600`,
    });
    const other = await service.app.inject({ ...asked, remoteAddress: '198.51.100.1' });
    expect(other.statusCode).toBeLessThan(429);
  });

  it('is the only sort that is limited: the rest costs nothing worth it', async () => {
    await start(1);
    for (const url of ['/healthz', '/v1/no-script.css', '/nothing']) {
      const { headers } = await service.app.inject({ url });
      expect(headers['ratelimit']).toBeUndefined();
    }
  });
});

/** Asks until there is no more to be had. */
async function exhaust(asked: Asked, remoteAddress = '192.0.2.1') {
  for (let n = 0; n < 1000; n++) {
    const response = await service.app.inject({ ...asked, remoteAddress });
    if (response.statusCode === 429) return response;
  }
  throw new Error('there is no limit');
}

describe('a 429', () => {
  beforeEach(() => start(1));

  it('is JSON on the classic routes', async () => {
    const response = await exhaust({ url: '/' });
    expect(response.json()).toEqual({
      error: 'rate_limited',
      message: 'Too many requests from your network, or for this site. Try again later.',
      statusCode: 429,
    });
    expect(response.headers['access-control-expose-headers']).toContain('ratelimit');
  });

  it('is a problem document under /v1, which a page of another origin can read', async () => {
    const response = await exhaust({ url: '/v1/challenges', ...json({ sitekey }) });
    expect(response.headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json'),
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers': 'retry-after, ratelimit, ratelimit-policy',
    });
    expect(response.json()).toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it.each([
    ['/recaptcha/api/siteverify', { success: false, 'error-codes': ['rate-limited'] }],
    ['/siteverify', { success: false, 'error-codes': ['rate-limited'] }],
    ['/turnstile/v0/siteverify', { success: false, 'error-codes': ['rate-limited'] }],
    ['/v1/siteverify', { success: false, 'error-codes': ['rate-limited'] }],
    ['/api/v1/pow/siteverify', { valid: false }],
  ])('is a verdict in the words of %s', async (url, verdict) => {
    const response = await exhaust({ url, ...form({ secret: 'made-up' }) });
    expect(response.json()).toEqual(verdict);
  });

  it('is a page for people without scripts, in their language', async () => {
    const url = `/v1/no-script?sitekey=${sitekey}&hl=de`;
    const response = await exhaust({ url });
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toMatch(/<html lang="de".*zu viele Anfragen.* 600</s);
  });

  it('is logged at most once a second, with the budget and not with the client', async () => {
    await exhaust({ url: '/' }, '203.0.113.77');
    await exhaust({ url: '/' }, '203.0.113.77');
    const logged = lines.filter((line) => line.includes('beyond a limit'));
    expect(logged.length).toBe(1);
    expect(logged[0]).toContain('"reason":"classic"');
    expect(lines.join('\n')).not.toContain('203.0.113');
  });
});

describe('a site’s server with the right secret', () => {
  it('has the budget of its site, from wherever it asks', async () => {
    await start(1);
    const ask = (remoteAddress: string) =>
      service.app.inject({ url: '/siteverify', ...form({ secret, response: 'x' }), remoteAddress });
    await exhaust({ url: '/siteverify', ...form({ secret: 'made-up' }) });
    const { statusCode, headers } = await ask('192.0.2.1');
    expect(statusCode).toBe(200);
    expect(headers['ratelimit-policy']).toBe('"verify-site";q=6000;w=600');
    expect((await ask('198.51.100.1')).headers['ratelimit']).toBe('"verify-site";r=5998;t=600');
  });
});

describe('a challenge of a site', () => {
  it('counts for the site, and one of an unknown site for none', async () => {
    await start(100);
    const policies = async (key: string) => {
      const asked = { url: '/v1/challenges', ...json({ sitekey: key }) };
      return (await service.app.inject(asked)).headers['ratelimit-policy'];
    };
    expect(await policies(sitekey)).toContain('"picture-site"');
    expect(await policies('made-up-by-a-visitor')).not.toContain('-site');
  });
});

describe('the client', () => {
  /** How much is left, on real sockets from one address of the loopback range. */
  async function left(localAddress: string, headers: Record<string, string> = {}): Promise<number> {
    const { port } = service.app.server.address() as { port: number };
    const answer = await askFrom(localAddress, `http://127.0.0.1:${port}/`, { headers });
    return Number(/"classic";r=(\d+)/.exec(String(answer.headers['ratelimit']))?.[1]);
  }
  const quota = BUDGETS.classic;
  const listen = () => service.app.listen({ port: 0, host: '127.0.0.1' });

  it('is whoever connects, whatever it claims', async () => {
    await start(100);
    await listen();
    const claims = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'x-client-ip'];
    for (const [n, header] of claims.entries()) {
      const value = header === 'forwarded' ? 'for=203.0.113.9' : '203.0.113.9';
      expect(await left('127.0.0.5', { [header]: value })).toBe(quota - n - 1);
    }
    expect(await left('127.0.0.6')).toBe(quota - 1);
  });

  it('is whom a trusted proxy names', async () => {
    await start(100, ['127.0.0.5']);
    await listen();
    expect(await left('127.0.0.5', { 'x-forwarded-for': '203.0.113.9' })).toBe(quota - 1);
    expect(await left('127.0.0.5', { 'x-forwarded-for': '203.0.113.10' })).toBe(quota - 1);
    expect(await left('127.0.0.5', { 'x-forwarded-for': '203.0.113.9' })).toBe(quota - 2);
    // From anybody else it is only a claim.
    expect(await left('127.0.0.6', { 'x-forwarded-for': '203.0.113.9' })).toBe(quota - 1);
    expect(await left('127.0.0.6', { 'x-forwarded-for': '203.0.113.11' })).toBe(quota - 2);
  });

  it('is the last in the chain that no trusted proxy is, whatever stands before', async () => {
    await start(100, ['127.0.0.5', '10.0.0.0/8']);
    await listen();
    for (const [n, claim] of ['', '198.51.100.1, ', '10.9.9.9,', 'garbage, '].entries()) {
      const chain = `${claim}203.0.113.9, 10.0.0.7`;
      expect(await left('127.0.0.5', { 'x-forwarded-for': chain })).toBe(quota - n - 1);
    }
  });
});

describe('trusted proxies', () => {
  it.each([
    'loopback,linklocal,uniquelocal',
    '192.0.2.7,2001:db8::1,::1',
    '10.0.0.0/8,128.0.0.0/1,192.0.2.7/32',
    'fd00::/8,::/1,2001:db8::1/128',
    '::ffff:10.0.0.7,::ffff:10.0.0.0/104,::ffff:0:0/96',
    'FD00::/08',
  ])('in every form that the configuration takes are taken: %s', async (text) => {
    const result = parseConfig({ TRUSTED_PROXIES: text }, () => '');
    expect(result.ok).toBe(true);
    if (result.ok) await start(100, result.config.trustedProxies);
    expect((await service.app.inject({ url: '/healthz' })).statusCode).toBe(200);
  });
});

describe('the host that a page without one counts for', () => {
  it('is the header Host, not what a visitor sends through a proxy', async () => {
    const site = { ...TEST_SITE, hostnames: ['captcha.example'] };
    service = await createTestApp({ sites: [site], trustedProxies: ['loopback'] });
    const open = (headers: Record<string, string>) =>
      service.app.inject({ method: 'POST', url: '/v1/challenges', headers, payload: { sitekey } });
    const forged = { host: 'evil.example', 'x-forwarded-host': 'captcha.example' };
    expect((await open(forged)).statusCode).toBe(403);
    const honest = { host: 'captcha.example:8080', 'x-forwarded-host': 'evil.example' };
    expect((await open(honest)).statusCode).toBe(201);
  });
});

describe('a handler', () => {
  it('can count what only it finds out, beside what its route counts', async () => {
    const app = fastify();
    handleErrors(app);
    const clients = createClients({ secretKey: 'k'.repeat(32), nowMs: () => 0 });
    const limiting = limitRequests(app, { clients, limits: createTestLimits(1) });
    app.get('/', { config: { limit: 'media' } }, async (request, reply) => {
      await limiting.charge(request, reply, { cost: 'sound', sitekey: 'forum', isPersonal: false });
      await limiting.charge(request, reply, { cost: 'sound' });
      return limiting.clientOf(request);
    });
    const { headers, json: read } = await app.inject({ url: '/', remoteAddress: '192.0.2.1' });
    expect(read()).toEqual(clients.of('192.0.2.1'));
    expect(headers['ratelimit']).toBe(
      '"media";r=47;t=600, "sound-site";r=1199;t=600, "sound";r=0;t=600',
    );
    const refused = await app.inject({ url: '/', remoteAddress: '192.0.2.1' });
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['ratelimit']).toBe(
      '"media";r=46;t=600, "sound-site";r=1198;t=600, "sound";r=0;t=600',
    );
    await app.close();
  });
});

describe('what is dearer', () => {
  const ladder = (...steps: [Step, ...Step[]]) => [
    { ...TEST_SITE, policy: { ladder: steps, alternatives: ['sound' as const] } },
  ];
  /** Requests that are served, of many. */
  async function served(asked: Asked, status = 200): Promise<number> {
    let count = 0;
    // One after the other: the dearer part is counted once its price is known.
    for (let n = 0; n < 20; n++) {
      const { statusCode } = await service.app.inject(asked);
      if (statusCode === status) count++;
    }
    return count;
  }

  it('counts as often as the work that a page without scripts spares', async () => {
    const url = `/v1/no-script?sitekey=${sitekey}`;
    await start(4, [], ladder({ kind: 'picture', level: 1, work: 1 }));
    expect(await served({ url })).toBe(BUDGETS.page * 0.04);
    await service.app.close();
    await start(4, [], ladder({ kind: 'picture', level: 1, work: 2 }));
    expect(await served({ url })).toBe((BUDGETS.page * 0.04) / 4);
  });

  it('is counted as what it is, though nobody named it', async () => {
    await start(10, [], ladder({ kind: 'work', level: 1, work: 1 }));
    const work = await service.app.inject({ url: '/v1/challenges', ...json({ sitekey }) });
    expect(work.headers['ratelimit']).toContain(`"work";r=${BUDGETS.work / 10 - 1};`);
    service.visitors.step = 1;
    service.sites.replace(
      ladder({ kind: 'work', level: 1, work: 1 }, { kind: 'sound', level: 1, work: 0 }),
    );
    expect(await served({ url: '/v1/challenges', ...json({ sitekey }) }, 201)).toBe(
      BUDGETS.sound / 10,
    );
  });

  it('is a sound that is fetched, as much as four pictures', async () => {
    await start(1, [], ladder({ kind: 'sound', level: 1, work: 0 }));
    const { id } = (
      await service.app.inject({ url: '/v1/challenges', ...json({ sitekey }) })
    ).json<{ id: string }>();
    expect(await served({ url: `/v1/challenges/${id}/media` })).toBe(BUDGETS.media / 100 / 4);
  });
});
