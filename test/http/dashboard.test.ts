import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createLimits } from '../../src/abuse/limits.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/http/app.ts';
import {
  createTestDashboard,
  DASHBOARD_TOKEN,
  type TestDashboard,
} from '../support/http/dashboard.ts';

const TOKEN = DASHBOARD_TOKEN;
const HOUR = 3_600_000;
const FORM = 'application/x-www-form-urlencoded';

let test: TestDashboard;
let service: TestApp;
let lines: string[] = [];
async function start(options: TestAppOptions = {}): Promise<void> {
  lines = [];
  test = createTestDashboard();
  service = await createTestApp({
    dashboard: test.options,
    logger: pino({ level: 'trace' }, { write: (line) => lines.push(line) }),
    ...options,
  });
}
afterEach(() => service.app.close());

function signIn(token: string, headers: Record<string, string> = {}) {
  return service.app.inject({
    method: 'POST',
    url: '/dashboard/sign-in',
    headers: { 'content-type': FORM, ...headers },
    payload: new URLSearchParams({ token }).toString(),
  });
}

/** The cookie as a browser sends it back. */
async function signedIn(): Promise<string> {
  const [cookie = ''] = String((await signIn(TOKEN)).headers['set-cookie']).split(';');
  return cookie;
}

const get = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ url, headers });

const statusOf = async (headers: Record<string, string>) =>
  (await get('/dashboard/data', headers)).statusCode;

describe('the dashboard', () => {
  it('is not there without a token', async () => {
    await start({ dashboard: undefined });
    for (const url of ['/dashboard', '/dashboard/data', '/dashboard/dashboard.js']) {
      expect((await get(url)).statusCode).toBe(404);
    }
    expect((await signIn('')).statusCode).toBe(404);
  });

  it('asks for the token first', async () => {
    await start();
    const { statusCode, headers, body } = await get('/dashboard');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('type="password"');
    expect(body).not.toContain('dashboard.js');
    expect(body).not.toContain('{{');
  });

  it('lets in whoever has it, for twelve hours, by a cookie that is not the token', async () => {
    await start();
    const { statusCode, headers } = await signIn(TOKEN);
    expect(statusCode).toBe(303);
    expect(headers.location).toBe('../dashboard');
    expect(headers['set-cookie']).toMatch(
      /^inkblot-operator=[\w.-]+; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const cookie = await signedIn();
    expect((await get('/dashboard', { cookie })).body).toContain('dashboard.js');
    test.clock.nowMs += 12 * HOUR - 1;
    expect(await statusOf({ cookie })).toBe(200);
    test.clock.nowMs += 1;
    expect(await statusOf({ cookie })).toBe(401);
  });

  it('is whole below a path of a proxy: with its links, and with the path that its cookie has', async () => {
    await start();
    const address = 'https://proxy.example/captcha/dashboard';
    const linksOf = (html: string, from: string) =>
      [...html.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(
        ([, to]) => `${URL.parse(to ?? '', from)}`,
      );
    const first = (await get('/dashboard')).body;
    expect(linksOf(first, address)).toEqual([`${address}/dashboard.css`, `${address}/sign-in`]);
    const again = (await signIn('wrong')).body;
    expect(linksOf(again, `${address}/sign-in`)).toEqual(linksOf(first, address));
    // Without a path of its own it has that of the form up to the last slash (RFC 6265, 5.1.4).
    const { headers } = await signIn(TOKEN);
    expect(headers['set-cookie']).not.toContain('Path');
    expect(`${URL.parse(headers.location ?? '', `${address}/sign-in`)}`).toBe(address);
  });

  it('sends the cookie over TLS alone where the request came by TLS', async () => {
    await start({ trustedProxies: ['127.0.0.1'] });
    const { headers } = await signIn(TOKEN, { 'x-forwarded-proto': 'https' });
    expect(headers['set-cookie']).toContain('; Secure');
  });

  it('believes nobody else who says so', async () => {
    await start();
    const { headers } = await signIn(TOKEN, { 'x-forwarded-proto': 'https' });
    expect(headers['set-cookie']).not.toContain('Secure');
  });

  it.each(['', 'wrong', `${TOKEN}x`, TOKEN.slice(0, -1), TOKEN.toUpperCase()])(
    'does not let in whoever says %j',
    async (token) => {
      await start();
      const { statusCode, headers, body } = await signIn(token);
      expect(statusCode).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
      expect(body).toContain('That is not the token.');
    },
  );

  it('takes no token from an address', async () => {
    await start();
    const { statusCode } = await service.app.inject({
      method: 'POST',
      url: `/dashboard/sign-in?token=${TOKEN}`,
      headers: { 'content-type': FORM },
      payload: 'x=1',
    });
    expect(statusCode).toBe(400);
    expect((await get(`/dashboard/data?token=${TOKEN}`)).statusCode).toBe(401);
  });

  it('takes no session that is changed, of another token, or nonsense', async () => {
    await start();
    const cookie = await signedIn();
    const [, expiry = '', mac = ''] = /=(\d+)\.(.+)$/.exec(cookie) ?? [];
    const later = `inkblot-operator=${Number(expiry) + HOUR}.${mac}`;
    for (const value of [later, 'inkblot-operator=', 'inkblot-operator=1.x', cookie.slice(0, -1)]) {
      expect(await statusOf({ cookie: value }), value).toBe(401);
    }
    await service.app.close();
    await start({ dashboard: { ...test.options, token: `${TOKEN}-of-tomorrow` } });
    expect(await statusOf({ cookie })).toBe(401);
  });

  it('signs out', async () => {
    await start();
    const cookie = await signedIn();
    const url = '/dashboard/sign-out';
    const { statusCode, headers } = await service.app.inject({
      method: 'POST',
      url,
      headers: { cookie, 'content-type': FORM },
    });
    expect(statusCode).toBe(303);
    expect(headers.location).toBe('../dashboard');
    expect(headers['set-cookie']).toMatch(/^inkblot-operator=; Max-Age=0; (?!.*Path)/);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('does nothing for a form of another site: %j', async (headers) => {
    await start();
    for (const url of ['/dashboard/sign-in', '/dashboard/sign-out']) {
      const response = await service.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': FORM, ...headers },
        payload: new URLSearchParams({ token: TOKEN }).toString(),
      });
      expect(response.statusCode).toBe(403);
      expect(response.headers['set-cookie']).toBeUndefined();
    }
  });

  it.each([
    ['application/json', JSON.stringify({ token: TOKEN }), 415],
    [FORM, `token=${'x'.repeat(3000)}`, 413],
    [FORM, 'nothing', 400],
  ])('answers what is no form of ours (%s) with the form', async (type, payload, status) => {
    await start();
    const response = await service.app.inject({
      method: 'POST',
      url: '/dashboard/sign-in',
      headers: { 'content-type': type },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.body).toContain('Please use the form');
  });

  it('lets nobody try tokens without end', async () => {
    const local = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => 0 });
    await start({
      limits: createLimits({ shared: undefined, local, percent: 4, nowMs: () => 0 }),
    });
    expect((await signIn('a guess')).statusCode).toBe(401);
    expect(await statusOf({ authorization: 'Bearer another' })).toBe(401);
    expect(await statusOf({ authorization: 'Bearer a-third' })).toBe(429);
    const { statusCode, headers, body } = await signIn(TOKEN);
    expect(statusCode).toBe(429);
    expect(headers['retry-after']).toBe('600');
    expect(body).toContain('Try again in 10 minutes.');
    // Whoever is in stays in, and a page whose session is over counts for nothing.
    expect(await statusOf({ authorization: `Bearer ${TOKEN}` })).toBe(200);
    expect(await statusOf({})).toBe(401);
  });

  it('keeps the token and the session to itself', async () => {
    await start();
    const cookie = await signedIn();
    const answers = [
      await get('/dashboard'),
      await get('/dashboard', { cookie }),
      await get('/dashboard/data', { cookie }),
      await get('/dashboard/data', { authorization: `Bearer ${TOKEN}` }),
      await get('/openapi.json'),
      await signIn('a wrong guess'),
      await signIn(TOKEN),
    ];
    for (const { body, headers } of answers) {
      expect(`${body}${JSON.stringify(headers)}`).not.toContain(TOKEN);
    }
    expect(lines.join()).toContain('an operator signed in');
    expect(lines.join()).toContain('an operator was not let in');
    for (const secret of [TOKEN, 'a wrong guess', cookie.split('=')[1] ?? '']) {
      expect(lines.join()).not.toContain(secret);
    }
  });
});

describe('the data of the dashboard', () => {
  it('is for scripts with the token, too, and of the range they ask for', async () => {
    await start();
    const challenge = { kind: 'picture', level: 1, style: 'waves' } as const;
    test.metrics.count({ type: 'issued', challenge });
    await test.pass(10_000);
    const read = async (query: string) =>
      get(`/dashboard/data${query}`, { authorization: `Bearer ${TOKEN}` });
    const { headers, ...response } = await read('');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const hour = response.json();
    expect(hour).toMatchObject({ replica: 'inkblot-0', isStoreUp: true, stepMs: 60_000 });
    expect(hour.issued.at(-1)).toBe(1);
    expect((await read('?range=week')).json()).toMatchObject({ stepMs: 3_600_000 });
    expect((await read('?range=year')).statusCode).toBe(400);
  });

  it('says to whoever is not signed in how to', async () => {
    await start();
    const { statusCode, headers, ...response } = await get('/dashboard/data');
    expect(statusCode).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="dashboard"');
    expect(response.json()).toMatchObject({ error: 'unauthorized' });
  });
});
