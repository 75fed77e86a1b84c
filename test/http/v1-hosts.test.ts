import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteDefinition } from '../../src/challenge/sites.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { pageOf } from '../support/http/page.ts';

const { sitekey } = TEST_SITE;

let service: TestApp;
afterEach(() => service.app.close());

async function start(sites: readonly SiteDefinition[]): Promise<void> {
  service = await createTestApp({ sites });
}

const { post, open, verify } = pageOf(() => service);

describe('the hosts of a site', () => {
  beforeEach(() => start([{ ...TEST_SITE, hostnames: ['forum.example', '*.shop.example'] }]));

  it.each([
    ['https://forum.example', 201],
    ['http://forum.example:8000', 201],
    ['https://FORUM.example', 201],
    ['https://eu.shop.example', 201],
    ['https://shop.example', 403],
    ['https://forum.example.evil.example', 403],
    ['https://evil.example', 403],
    ['null', 403],
    ['nonsense', 403],
  ])('decide who may open a challenge: a page of %s gets %i', async (origin, status) => {
    const response = await post('challenges', { sitekey }, { origin });
    expect(response.statusCode).toBe(status);
    if (status === 403) expect(response.json().code).toBe('hostname_not_allowed');
  });

  it('decide whose scripts may read the answer', async () => {
    const allowed = await post('challenges', { sitekey }, { origin: 'https://eu.shop.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://eu.shop.example');
    const refused = await post('challenges', { sitekey }, { origin: 'https://evil.example' });
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('are told to a browser that asks before it sends', async () => {
    const preflight = (origin: string) =>
      service.app.inject({
        method: 'OPTIONS',
        url: '/v1/challenges',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = await preflight('https://forum.example');
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://forum.example',
      'access-control-allow-headers': 'content-type',
    });
    const refused = await preflight('https://evil.example');
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('are told by the referrer where there is no origin', async () => {
    const headers = { referer: 'https://forum.example/register?x=1' };
    const response = await post('challenges', { sitekey }, headers);
    expect(response.statusCode).toBe(201);
  });

  it('hold to the end: an answer from another page spends the challenge for nothing', async () => {
    const { id, text } = await open();
    const answer = { answer: text };
    const stolen = await post(`challenges/${id}/answer`, answer, {
      origin: 'https://eu.shop.example',
    });
    expect([stolen.statusCode, stolen.json().code]).toEqual([403, 'hostname_not_allowed']);
    expect((await post(`challenges/${id}/answer`, answer)).json().reason).toBe('gone');
  });
});

describe('the host that a challenge is kept with', () => {
  beforeEach(() => start([TEST_SITE]));

  it.each([
    ['https://forum.example.', 'forum.example'],
    ['http://[::1]:3000', '[::1]'],
    [`https://${'a'.repeat(300)}.example`, 'localhost'],
    ['https://x;y.example', 'localhost'],
  ])('is one: %s is %s', async (origin, hostname) => {
    const opened = await post('challenges', { sitekey }, { origin, host: 'localhost:8080' });
    const { id } = opened.json();
    const answered = await post(
      `challenges/${id}/answer`,
      { answer: service.answerOf(id) },
      { origin, host: 'localhost:8080' },
    );
    expect(await verify(answered.json().token)).toMatchObject({ success: true, hostname });
  });
});
