import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../../widget/api/client.ts';

const CHALLENGE = {
  id: 'c/1',
  kind: 'picture',
  expiresInMs: 90_000,
  media: [{ type: 'image/png', path: 'v1/challenges/c1/media', widthPx: 240, heightPx: 80 }],
  answer: { length: 6 },
};

const ANSWER = { answer: 'abc', work: undefined, honeypot: undefined };

function setUp(respond: () => Response | Promise<Response>) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => respond());
  const client = createClient('https://api.test/base/', fetch as typeof globalThis.fetch);
  return { client, fetch, signal: new AbortController().signal };
}

const problem =
  (status: number, code: string, headers = {}) =>
  () =>
    Response.json({ type: 'about:blank', status, code }, { status, headers });

describe('the client', () => {
  it('asks for a challenge below its base, without credentials', async () => {
    const { client, fetch, signal } = setUp(() => Response.json(CHALLENGE, { status: 201 }));
    const reply = await client.issue({ sitekey: 'k', scored: true }, signal);
    expect(reply).toEqual({
      ok: true,
      value: {
        challenge: {
          id: 'c/1',
          kind: 'picture',
          expiresInMs: 90_000,
          answerLength: 6,
          media: CHALLENGE.media[0],
          work: null,
          alternatives: [],
        },
      },
    });
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('https://api.test/base/v1/challenges');
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"sitekey":"k","scored":true}',
      credentials: 'omit',
      referrerPolicy: 'origin',
    });
  });

  it('sends no body and no type where there is nothing to say', async () => {
    const { client, fetch, signal } = setUp(() => Response.json(CHALLENGE));
    await client.extend('c/1', signal);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('https://api.test/base/v1/challenges/c%2F1/extend');
    expect(init?.body).toBeUndefined();
    expect(init?.headers).toEqual({});
  });

  it('takes a token without a challenge', async () => {
    const token = { token: 't', expiresInMs: 60_000, solved: true };
    const { client, signal } = setUp(() => Response.json(token, { status: 201 }));
    expect(await client.issue({ sitekey: 'k' }, signal)).toEqual({
      ok: true,
      value: { token: { value: 't', expiresInMs: 60_000 } },
    });
  });

  it.each([
    [
      { solved: true, token: 't', expiresInMs: 60_000 },
      { token: { value: 't', expiresInMs: 60_000 } },
    ],
    [{ solved: false, reason: 'wrong' }, { refused: 'wrong' }],
    [{ solved: false, reason: 'gone' }, { refused: 'gone' }],
    [{ solved: false, reason: 'work' }, { refused: 'work' }],
    [{ solved: false, reason: 'another' }, { refused: 'wrong' }],
  ])('reads the verdict %j', async (body, value) => {
    const { client, signal } = setUp(() => Response.json(body));
    expect(await client.answer('c1', ANSWER, signal)).toEqual({ ok: true, value });
  });

  it.each([
    [problem(400, 'bad_request'), { code: 'bad-request' }],
    [problem(404, 'unknown_sitekey'), { code: 'sitekey' }],
    [problem(403, 'hostname_not_allowed'), { code: 'hostname' }],
    [problem(404, 'unknown_challenge'), { code: 'gone' }],
    [problem(503, 'busy', { 'retry-after': '2' }), { code: 'unavailable', retryAfterMs: 2_000 }],
    [
      problem(429, 'rate_limited', { 'retry-after': '86400' }),
      { code: 'rate-limited', retryAfterMs: 300_000 },
    ],
    [() => new Response('<h1>Bad Gateway</h1>', { status: 502 }), { code: 'unavailable' }],
    [() => new Response('slow down', { status: 429 }), { code: 'rate-limited' }],
    [() => new Response('<h1>Welcome</h1>'), { code: 'unavailable' }],
    [() => Response.json({ id: 'c1', kind: 'dance' }), { code: 'unavailable' }],
    [() => Promise.reject(new TypeError('Failed to fetch')), { code: 'network' }],
  ])('makes a fault of trouble, case %#', async (respond, fault) => {
    const { client, signal } = setUp(respond);
    expect(await client.issue({ sitekey: 'k' }, signal)).toEqual({ ok: false, fault });
  });

  it.each([undefined, 0, 1e12, '90000'])('takes two minutes instead of %j', async (expiresInMs) => {
    const { client, signal } = setUp(() => Response.json({ ...CHALLENGE, expiresInMs }));
    const reply = await client.issue({ sitekey: 'k' }, signal);
    expect(reply).toMatchObject({ value: { challenge: { expiresInMs: 120_000 } } });
  });

  it('throws when it is told to stop, and only then', async () => {
    const controller = new AbortController();
    const { client } = setUp(() => {
      controller.abort();
      return Promise.reject(new DOMException('Aborted', 'AbortError'));
    });
    await expect(client.issue({ sitekey: 'k' }, controller.signal)).rejects.toThrow('Aborted');
  });

  it('fetches the media of a challenge', async () => {
    const { client, fetch, signal } = setUp(() => new Response(new Uint8Array([1, 2])));
    const reply = await client.media('v1/challenges/c1/media', signal);
    expect(fetch.mock.calls[0]?.[0]).toBe('https://api.test/base/v1/challenges/c1/media');
    expect(reply.ok && reply.value.size).toBe(2);
  });

  it('knows what may be had instead, but for kinds it cannot show', async () => {
    const alternatives = ['dance', 'sound', 'work'];
    const { client, signal } = setUp(() => Response.json({ ...CHALLENGE, alternatives }));
    const reply = await client.issue({ sitekey: 'k' }, signal);
    expect(reply).toMatchObject({ value: { challenge: { alternatives: ['sound', 'work'] } } });
  });

  it('asks for another kind, and sends what an answer consists of', async () => {
    const { client, fetch, signal } = setUp(() => Response.json(CHALLENGE));
    await client.refresh('c1', { kind: 'sound', language: 'de' }, signal);
    expect(fetch.mock.calls[0]?.[1].body).toBe('{"kind":"sound","language":"de"}');
    await client.answer('c1', { answer: undefined, work: 'w', honeypot: undefined }, signal);
    expect(fetch.mock.calls[1]?.[1].body).toBe('{"work":"w"}');
  });

  it.each([
    { ...CHALLENGE, media: [] },
    { ...CHALLENGE, kind: 'work', media: [] },
  ])('takes no challenge that has nothing to do, case %#', async (body) => {
    const { client, signal } = setUp(() => Response.json(body));
    expect(await client.issue({ sitekey: 'k' }, signal)).toMatchObject({ ok: false });
  });

  it('takes work alone', async () => {
    const work = { algorithm: 'w', bits: 4 };
    const body = { ...CHALLENGE, id: 'a.b', kind: 'work', media: [], work };
    const { client, signal } = setUp(() => Response.json(body));
    const reply = await client.issue({ sitekey: 'k' }, signal);
    expect(reply).toMatchObject({ value: { challenge: { kind: 'work', media: null, work } } });
  });
});
