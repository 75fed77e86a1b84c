import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { pageOf } from '../support/http/page.ts';

const { sitekey, secret } = TEST_SITE;
const ORIGIN = 'https://forum.example';

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp();
});
afterEach(() => service.app.close());

const { post, solve } = pageOf(() => service);
const getMedia = (id: string) => service.app.inject({ url: `/v1/challenges/${id}/media` });

describe('a request that is wrong', () => {
  it.each([
    [{}, 400, 'bad_request'],
    [{ sitekey: {} }, 400, 'bad_request'],
    [{ sitekey: 'x'.repeat(101) }, 400, 'bad_request'],
    [{ sitekey, kind: 'telepathy' }, 400, 'bad_request'],
    [{ sitekey, action: 'a b' }, 400, 'bad_request'],
    [{ sitekey, cdata: 'x'.repeat(256) }, 400, 'bad_request'],
    [{ sitekey: 'no such site' }, 404, 'unknown_sitekey'],
    [{ sitekey, cdata: 'x'.repeat(17_000) }, 413, 'too_large'],
  ])('is a problem document: %j is %i %s', async (body, status, code) => {
    const response = await post('challenges', body);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json\b/);
    expect(response.json()).toMatchObject({ type: 'about:blank', status, code });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'is one with a body of the type %s, which needs no preflight',
    async (type) => {
      const response = await service.app.inject({
        method: 'POST',
        url: '/v1/challenges',
        headers: { 'content-type': type },
        payload: JSON.stringify({ sitekey }),
      });
      expect([response.statusCode, response.json().code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('is one with JSON that is none', async () => {
    const response = await service.app.inject({
      method: 'POST',
      url: '/v1/challenges',
      headers: { 'content-type': 'application/json' },
      payload: '{"sitekey":',
    });
    expect([response.statusCode, response.json().code]).toEqual([400, 'bad_request']);
  });

  it('is one for an id that is no uuid', async () => {
    expect((await post('challenges/nonsense/answer', { answer: 'x' })).statusCode).toBe(400);
    expect((await getMedia('nonsense')).statusCode).toBe(400);
  });
});

describe('below any base', () => {
  it('the API is the same', async () => {
    const response = await service.app.inject({
      method: 'POST',
      url: '/any/base/v1/challenges?x=1',
      headers: { origin: ORIGIN },
      payload: { sitekey },
    });
    expect(response.statusCode).toBe(201);
    const token = await solve();
    const verdict = await service.app.inject({
      method: 'POST',
      url: '/captcha/v1/siteverify',
      payload: { secret, response: token },
    });
    expect(verdict.json().success).toBe(true);
  });
});
