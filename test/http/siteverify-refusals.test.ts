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
    expect(await codes({ secret: OTHER_SITE.secret, response })).toEqual([
      'invalid-input-response',
    ]);
    expect(await codes({ secret, response, sitekey: OTHER_SITE.sitekey })).toEqual([
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
    service.sites.replace([OTHER_SITE]);
    expect((await post(RECAPTCHA, form({ secret, response }), FORM)).success).toBe(false);
    service.sites.replace([TEST_SITE, OTHER_SITE]);
    expect((await post(RECAPTCHA, form({ secret, response }), FORM)).success).toBe(true);
  });
});
