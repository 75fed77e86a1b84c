// Requests as real clients send them, to the byte where it matters; the programs are named.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { pageOf } from '../support/http/page.ts';
import {
  FORM,
  form,
  HCAPTCHA,
  OTHER_SITE,
  RECAPTCHA,
  siteServerOf,
  TURNSTILE,
} from '../support/http/siteverify.ts';

const { sitekey, secret } = TEST_SITE;

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp({ sites: [TEST_SITE, OTHER_SITE] });
});
afterEach(() => service.app.close());

const { solve } = pageOf(() => service);
const post = siteServerOf(() => service);

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
