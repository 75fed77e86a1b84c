// Requests as real clients send them, to the byte where it matters; the programs are named.

import { connect, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteDefinition } from '../../src/challenge/sites.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/app.ts';
import { eventually } from '../support/ports.ts';

const { sitekey, secret } = TEST_SITE;
const OTHER: SiteDefinition = { ...TEST_SITE, sitekey: 'other-sitekey', secret: `${secret}-2` };
const FORM = 'application/x-www-form-urlencoded';

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp({ sites: [TEST_SITE, OTHER] });
});
afterEach(() => service.app.close());

async function solve(wish: object = {}): Promise<string> {
  const headers = { origin: 'https://forum.example' };
  const opened = await service.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    headers,
    payload: { sitekey, ...wish },
  });
  const { id } = opened.json();
  const answered = await service.app.inject({
    method: 'POST',
    url: `/v1/challenges/${id}/answer`,
    headers,
    payload: { answer: service.answerOf(id) },
  });
  return answered.json().token;
}

async function post(url: string, payload: string | Buffer, type?: string) {
  const headers = type === undefined ? {} : { 'content-type': type };
  const response = await service.app.inject({ method: 'POST', url, headers, payload });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch(/^application\/json\b/);
  return response.json();
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

const RECAPTCHA = '/recaptcha/api/siteverify';
const HCAPTCHA = '/siteverify';
const TURNSTILE = '/turnstile/v0/siteverify';

const about = { success: true, challenge_ts: '1970-01-01T00:00:00Z', hostname: 'forum.example' };

describe('a good token', () => {
  it('is a success in the words of each vendor, and in no others', async () => {
    const fields = async (wish?: object) => form({ secret, response: await solve(wish) });
    expect(await post(RECAPTCHA, await fields({ action: 'login' }), FORM)).toEqual(about);
    expect(await post(HCAPTCHA, await fields(), FORM)).toEqual({ ...about, sitekey });
    expect(await post(TURNSTILE, await fields({ action: 'a', cdata: 'c d' }), FORM)).toEqual({
      ...about,
      'error-codes': [],
      action: 'a',
      cdata: 'c d',
    });
    expect(await post('/api/v1/pow/siteverify', await fields(), FORM)).toEqual({ valid: true });
  });

  it('has a score and its action for v3, and never otherwise', async () => {
    const response = await solve({ scored: true, action: 'login' });
    expect(await post(RECAPTCHA, form({ secret, response }), FORM)).toEqual({
      ...about,
      score: 0.3,
      action: 'login',
    });
  });

  it.each([
    ['a form (Gitea, Synapse, the WordPress plugin)', FORM],
    ['a form without a type (old cURL wrappers)', undefined],
    ['a form with a charset', `${FORM}; charset=UTF-8`],
  ])('is taken as %s', async (_what, type) => {
    const response = await solve();
    expect(await post(RECAPTCHA, form({ secret, response, version: 'php_1.4.2' }), type)).toEqual(
      about,
    );
  });

  it('is taken as JSON (better-auth asking Turnstile)', async () => {
    const body = JSON.stringify({ secret, response: await solve(), remoteip: '127.0.0.1' });
    expect(await post(TURNSTILE, body, 'application/json')).toMatchObject(about);
  });

  it('is taken as multipart (Cloudflare’s own sample sends FormData)', async () => {
    const data = new FormData();
    data.append('secret', secret);
    data.append('response', await solve());
    const sent = new Response(data);
    const body = Buffer.from(await sent.arrayBuffer());
    expect(await post(TURNSTILE, body, String(sent.headers.get('content-type')))).toMatchObject(
      about,
    );
  });

  it('is taken in the query of a POST without a body (MediaWiki 1.43, Apostrophe)', async () => {
    const url = `${RECAPTCHA}?${form({ secret, response: await solve() })}`;
    expect(await post(url, '')).toEqual(about);
    expect(
      await post(`${RECAPTCHA}?${form({ secret, response: await solve() })}`, '', FORM),
    ).toEqual(about);
  });

  it('is taken by GET (the Ruby gem)', async () => {
    const url = `${RECAPTCHA}?${form({ secret, response: await solve(), remoteip: '::1' })}`;
    const response = await service.app.inject({ url });
    expect([response.statusCode, response.json()]).toEqual([200, about]);
  });

  it('is taken partly in the query and partly in the body', async () => {
    const body = form({ response: await solve() });
    expect(await post(`${RECAPTCHA}?${form({ secret })}`, body, FORM)).toEqual(about);
  });

  it('is taken as mCaptcha’s clients send it', async () => {
    const body = JSON.stringify({ secret, key: sitekey, token: await solve() });
    expect(await post('/api/v1/pow/siteverify', body, 'application/json')).toEqual({ valid: true });
  });

  it.each(['/captcha', '/a/b/c'])('is taken below the base %s (Gitea)', async (base) => {
    const body = form({ secret, response: await solve() });
    expect(await post(`${base}/api/siteverify`, body, FORM)).toEqual(about);
  });

  it('is good once', async () => {
    const body = form({ secret, response: await solve() });
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(true);
    expect(await post(RECAPTCHA, body, FORM)).toEqual({
      success: false,
      'error-codes': ['timeout-or-duplicate'],
    });
    expect(await post(HCAPTCHA, body, FORM)).toEqual({
      success: false,
      'error-codes': ['already-seen-response'],
    });
  });

  it('is good for one of 50 that ask at once', async () => {
    const body = form({ secret, response: await solve() });
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () => post(RECAPTCHA, body, FORM)),
    );
    expect(verdicts.filter(({ success }) => success)).toHaveLength(1);
  });

  it('is good again for who says that it is the same question, and for nobody else', async () => {
    const response = await solve();
    const ask = (key: string) =>
      post(TURNSTILE, form({ secret, response, idempotency_key: key }), FORM);
    expect((await ask('first')).success).toBe(true);
    expect((await ask('first')).success).toBe(true);
    expect((await ask('second')).success).toBe(false);
    expect((await post(TURNSTILE, form({ secret, response }), FORM)).success).toBe(false);
  });

  it('is not lost with a client that has gone before it was answered', async () => {
    const gate = createGate('token:');
    await service.app.close();
    service = await createTestApp({ store: gate.store });
    const body = form({ secret, response: await solve() });
    await hangUpAt(gate, RECAPTCHA, body);
    await eventually(async () => (await post(RECAPTCHA, body, FORM)).success);
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(false);
  });
});

it('a token that is asked for again by its key is not good for anybody else, though a reply is lost', async () => {
  const gate = createGate('token:');
  await service.app.close();
  service = await createTestApp({ store: gate.store });
  const response = await solve();
  const ask = (key: string) =>
    post(TURNSTILE, form({ secret, response, idempotency_key: key }), FORM);
  expect((await ask('first')).success).toBe(true);
  await hangUpAt(gate, TURNSTILE, form({ secret, response, idempotency_key: 'first' }));
  // By then the question that was let go on has come to its end.
  await service.app.inject({ url: '/healthz' });
  expect((await ask('second')).success).toBe(false);
  expect((await ask('first')).success).toBe(true);
});

/** A store that holds up the next look at a key that begins like this, once it is closed. */
function createGate(prefix: string) {
  const inner = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs: () => 0 });
  let held: { asked: () => void; open: Promise<void> } | undefined;
  const look = async (key: string, read: (key: string) => Promise<string | null>) => {
    if (held && key.startsWith(prefix)) {
      held.asked();
      await held.open;
    }
    return read(key);
  };
  const store: Store = {
    ...inner,
    take: (key) => look(key, inner.take),
    claim: (key, name, keepMs) => look(key, () => inner.claim(key, name, keepMs)),
    get: (key) => look(key, inner.get),
  };
  return {
    store,
    /** Resolves when somebody looks; `open` lets them go on. */
    close: () => {
      const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
      const { promise, resolve } = Promise.withResolvers<void>();
      held = { asked, open: promise };
      const open = () => {
        held = undefined;
        resolve();
      };
      return { isAsked, open };
    },
  };
}

/** Asks, and is gone before the store has answered. */
async function hangUpAt(
  gate: ReturnType<typeof createGate>,
  path: string,
  body: string,
): Promise<void> {
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = service.app.server.address() as { port: number };
  const { isAsked, open } = gate.close();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await isAsked;
  socket.resetAndDestroy();
  await eventually(async () => (await countConnections(service.app.server)) === 0);
  open();
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

describe('a token that is not good', () => {
  it.each([
    [RECAPTCHA, 'timeout-or-duplicate'],
    [HCAPTCHA, 'expired-input-response'],
    [TURNSTILE, 'timeout-or-duplicate'],
  ])('because its time is over is for %s %s', async (path, code) => {
    const body = form({ secret, response: await solve() });
    service.clock.nowMs = 300_000;
    expect(await post(path, body, FORM)).toEqual({ success: false, 'error-codes': [code] });
  });

  it.each([RECAPTCHA, HCAPTCHA, TURNSTILE])('is a failure with a code at %s', async (path) => {
    const codes = async (fields: Record<string, string>) => {
      const verdict = await post(path, form(fields), FORM);
      expect(verdict.success).toBe(false);
      return verdict['error-codes'];
    };
    const response = await solve();
    expect(await codes({})).toEqual(['missing-input-secret']);
    expect(await codes({ response })).toEqual(['missing-input-secret']);
    expect(await codes({ secret: 'wrong', response })).toEqual(['invalid-input-secret']);
    expect(await codes({ secret })).toEqual(['missing-input-response']);
    expect(await codes({ secret, response: '' })).toEqual(['missing-input-response']);
    expect(await codes({ secret, response: 'made up' })).toEqual(['invalid-input-response']);
    expect(await codes({ secret, response: `${response.slice(0, -1)}_` })).toEqual([
      'invalid-input-response',
    ]);
    expect(await codes({ secret: OTHER.secret, response })).toEqual(['invalid-input-response']);
    expect(await codes({ secret, response, sitekey: OTHER.sitekey })).toEqual([
      path === HCAPTCHA ? 'sitekey-secret-mismatch' : 'invalid-input-secret',
    ]);
    // None of these has spent it.
    expect((await post(path, form({ secret, response, sitekey }), FORM)).success).toBe(true);
  });

  it.each([
    ['JSON that is none', '{"secret":', 'application/json'],
    ['JSON that is no object', '[1]', 'application/json'],
    ['multipart that is none', 'nonsense', 'multipart/form-data; boundary=x'],
    ['multipart without a boundary', 'nonsense', 'multipart/form-data'],
    ['a body of 20 kB', 'x'.repeat(20_000), FORM],
  ])('is a bad request in a body like %s', async (_what, body, type) => {
    expect(await post(RECAPTCHA, body, type)).toEqual({
      success: false,
      'error-codes': ['bad-request'],
    });
  });

  it('does not reach a prototype by the names of its fields', async () => {
    const body = JSON.parse('{"__proto__":{"secret":"x"},"constructor":"y"}');
    expect(await post(RECAPTCHA, JSON.stringify(body), 'application/json')).toEqual({
      success: false,
      'error-codes': ['missing-input-secret'],
    });
  });
});

describe('a store of which nobody knows whether it did as asked', () => {
  /** While it is down it does, and the reply is lost. */
  async function startUnsure() {
    const inner = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs: () => 0 });
    const lost = () => Promise.reject(new StoreError('unavailable', 'no answer'));
    const state = { isDown: false };
    await service.app.close();
    service = await createTestApp({
      store: {
        ...inner,
        claim: async (key, name, keepMs) => {
          const value = await inner.claim(key, name, keepMs);
          return state.isDown ? lost() : value;
        },
        release: (key, name, ttlMs) => (state.isDown ? lost() : inner.release(key, name, ttlMs)),
      },
    });
    return state;
  }

  it('costs nobody a token: who is told to ask again gets it, once', async () => {
    const state = await startUnsure();
    const body = form({ secret, response: await solve() });
    state.isDown = true;
    for (let n = 0; n < 3; n++) {
      const { statusCode } = await service.app.inject({ url: `${RECAPTCHA}?${body}` });
      expect(statusCode).toBe(503);
    }
    state.isDown = false;
    // At once: it need not wait until the service tries again.
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(true);
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(false);
  });

  it('gives it to whoever says that it is the same question, and to nobody else', async () => {
    const state = await startUnsure();
    const response = await solve();
    const ask = (key: string) => form({ secret, response, idempotency_key: key });
    state.isDown = true;
    await service.app.inject({ url: `${TURNSTILE}?${ask('first')}` });
    state.isDown = false;
    expect((await post(TURNSTILE, ask('second'), FORM)).success).toBe(false);
    expect((await post(TURNSTILE, ask('first'), FORM)).success).toBe(true);
  });
});

describe('a store that fails', () => {
  it('is no verdict: 503, to be asked again', async () => {
    const response = await solve();
    const fields = form({ secret, response });
    const fail = () => Promise.reject(new StoreError('unavailable', 'down'));
    const failing = await createTestApp({
      store: {
        set: fail,
        take: fail,
        claim: fail,
        release: fail,
        memory: fail,
        get: fail,
        extend: fail,
        increment: fail,
        ping: fail,
        close: async () => {},
      },
    });
    const answer = await failing.app.inject({
      method: 'POST',
      url: RECAPTCHA,
      headers: { 'content-type': FORM },
      payload: fields,
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('"success":true');
    await failing.app.close();
  });
});

describe('a site’s configuration', () => {
  it('passes for a known sitekey on an allowed host (the WordPress plugin)', async () => {
    service.sites.replace([{ ...TEST_SITE, hostnames: ['forum.example'] }]);
    const check = (host: string, key: string) =>
      post(`/checksiteconfig?${form({ host, sitekey: key, sc: '1', swa: '1', spst: '0' })}`, '');
    expect(await check('forum.example', sitekey)).toEqual({ pass: true });
    expect(await check('evil.example', sitekey)).toEqual({ pass: false });
    expect(await check('forum.example', 'unknown')).toEqual({ pass: false });
  });

  it('can be replaced: what was solved before counts as long as its site is there', async () => {
    const response = await solve();
    service.sites.replace([OTHER]);
    expect((await post(RECAPTCHA, form({ secret, response }), FORM)).success).toBe(false);
    service.sites.replace([TEST_SITE, OTHER]);
    expect((await post(RECAPTCHA, form({ secret, response }), FORM)).success).toBe(true);
  });
});

describe('an address of a client that builds it badly', () => {
  it.each([
    '/recaptcha/api.js?hl=fr&render=explicit/fallback?k=KEY',
    '/1/api.js?x=/fallback?k=',
    `/${'a/'.repeat(3000)}siteverify`,
    '/v1/',
    '/siteverify/',
    '//siteverify',
    '/%ff/siteverify',
    'http://h/siteverify',
    '/x#/siteverify',
  ])('%s harms nobody', async (url) => {
    const response = await service.app.inject({ url });
    expect(response.statusCode).toBeLessThan(500);
  });

  it('is no classic check: a guess may be called siteverify', async () => {
    const issued = await service.app.inject({ url: '/' });
    const uuid = String(issued.headers['captcha_uuid']);
    const encoded = `%3${uuid.charCodeAt(0) - 48}`;
    const start = /^\d/.test(uuid) ? encoded + uuid.slice(1) : uuid;
    for (const url of [`/${uuid}/siteverify`, `/${start}/siteverify`, `http://h/${uuid}/api.js`]) {
      const response = await service.app.inject({ url });
      expect(response.json(), url).toEqual({ validation: false });
    }
  });
});
