import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';

const { sitekey, secret } = TEST_SITE;
const PAGES = ['/v1/no-script', '/recaptcha/api/fallback'];

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp({ sites: [{ ...TEST_SITE, hostnames: ['forum.example'] }] });
});
afterEach(() => service.app.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ url, headers: { referer: 'https://forum.example/register', ...headers } });

/** Sends the form of a page, with these fields changed, as a browser does. */
async function submit(url: string, page: string, fields: Record<string, string>) {
  const hidden = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decode(value)] as const,
  );
  return service.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }).toString(),
  });
}

const decode = (html: string) =>
  html.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)));

const idOn = (page: string) => /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
const tokenOn = (page: string) => /[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]{90,}/.exec(page)?.[0] ?? '';

async function verify(token: string) {
  const url = '/v1/siteverify';
  return (
    await service.app.inject({ method: 'POST', url, payload: { secret, response: token } })
  ).json();
}

describe.each(PAGES)('the page without scripts at %s', (path) => {
  const url = `${path}?${path.includes('fallback') ? 'k' : 'sitekey'}=${sitekey}`;

  it('leads from a picture to a token that the site’s server accepts once', async () => {
    const { statusCode, headers, body } = await get(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).not.toMatch(/<script|javascript:|style=|\son[a-z]+=/);
    const solved = await submit(url, body, { answer: service.answerOf(idOn(body)), do: 'check' });
    expect(solved.headers['cache-control']).toBe('no-store');
    const token = tokenOn(solved.body);
    expect(await verify(token)).toMatchObject({ success: true, hostname: 'forum.example' });
    expect((await verify(token)).success).toBe(false);
  });

  it('shows another picture after a wrong answer, and says so', async () => {
    const { body } = await get(url);
    const wrong = await submit(url, body, { answer: 'WRONG2', do: 'check' });
    expect(wrong.body).toContain('role="alert"');
    expect(idOn(wrong.body)).not.toBe(idOn(body));
    const text = service.answerOf(idOn(wrong.body));
    const solved = await submit(url, wrong.body, { answer: text, do: 'check' });
    expect((await verify(tokenOn(solved.body))).success).toBe(true);
  });

  it('gives more time for the same picture, or another one', async () => {
    const { body } = await get(url);
    service.clock.nowMs = 100_000;
    const extended = await submit(url, body, { do: 'extend' });
    expect(idOn(extended.body)).toBe(idOn(body));
    expect(extended.body).toContain('120');
    const other = await submit(url, extended.body, { do: 'refresh' });
    expect(idOn(other.body)).not.toBe(idOn(body));
  });

  it('shows its pictures below any base', async () => {
    const { body } = await get(`/captcha/of${url}`);
    const src = /<img src="([^"]+)"/.exec(body)?.[1] ?? '';
    const address = new URL(src, `https://host.example/captcha/of${path}`);
    expect(address.pathname).toBe(`/captcha/of/v1/challenges/${idOn(body)}/media`);
    expect((await get(address.pathname)).headers['content-type']).toBe('image/png');
  });

  it.each([
    [{ 'accept-language': 'xx, de-CH;q=0.9, en' }, 'lang="de" dir="ltr"'],
    [{ 'accept-language': 'ar' }, 'lang="ar" dir="rtl"'],
    [{}, 'lang="en" dir="ltr"'],
  ])('speaks the visitor’s language: %j', async (headers, attributes) => {
    expect((await get(url, headers as Record<string, string>)).body).toContain(attributes);
    expect((await get(`${url}&hl=fr`, headers as Record<string, string>)).body).toContain(
      'lang="fr"',
    );
  });

  it('keeps the host of the page to the end, whatever is answered before', async () => {
    let page = (await get(url)).body;
    for (let n = 0; n < 2; n++)
      page = (await submit(url, page, { answer: 'WRONG2', do: 'check' })).body;
    const solved = await submit(url, page, { answer: service.answerOf(idOn(page)), do: 'check' });
    expect(await verify(tokenOn(solved.body))).toMatchObject({ hostname: 'forum.example' });
  });

  it('is refused to a page of another host, which cannot name one of its own choice', async () => {
    const evil = { referer: 'https://evil.example/' };
    expect((await get(url, evil)).statusCode).toBe(403);
    expect((await get(`${url}&host=forum.example`, evil)).statusCode).toBe(403);
    const { body } = await get(url, { referer: '' });
    const forged = await submit(url, body, { host: 'forum.example', do: 'refresh' });
    const text = service.answerOf(idOn(forged.body));
    const solved = await submit(url, forged.body, { answer: text, do: 'check' });
    expect((await verify(tokenOn(solved.body))).hostname).not.toBe('forum.example');
  });

  it('answers no challenge of another site', async () => {
    const other = { ...TEST_SITE, sitekey: 'other', secret: 'another-secret-0123456789' };
    service.sites.replace([{ ...TEST_SITE, hostnames: ['forum.example'] }, other]);
    const { body } = await get(url);
    const answer = {
      answer: service.answerOf(idOn(body)),
      do: 'check',
      sitekey: 'other',
      k: 'other',
    };
    const stolen = await submit(`${path}?sitekey=other`, body, answer);
    expect(tokenOn(stolen.body)).toBe('');
    const again = await submit(`${path}?sitekey=other`, body, { ...answer, do: 'extend' });
    expect(idOn(again.body)).not.toBe(idOn(body));
  });

  it('escapes whatever it is given', async () => {
    const evil = encodeURIComponent('"><script>alert(1)</script>');
    const { body } = await get(`${url}&hl=${evil}&action=${evil}&return=${evil}`);
    expect(body).not.toContain('<script');
    const answered = await submit(url, body, { id: evil, answer: evil, do: 'check' });
    expect(answered.statusCode).toBe(200);
    expect(answered.body).not.toContain('<script');
  });

  it('is a 404 that says why for a sitekey that does not exist', async () => {
    const response = await get(`${path}?sitekey=none`);
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('sitekey');
  });
});

describe('the way back from the page without scripts', () => {
  const page = (address: string) =>
    `/v1/no-script?sitekey=${sitekey}&return=${encodeURIComponent(address)}`;

  it('is a form that sends the token to a page of the site, never an address with a token', async () => {
    const url = page('https://forum.example/register?step=2');
    const { body } = await get(url);
    const solved = await submit(url, body, { answer: service.answerOf(idOn(body)), do: 'check' });
    const action = /method="post" action="([^"]+)"/.exec(solved.body)?.[1];
    expect(decode(action ?? '')).toBe('https://forum.example/register?step=2');
    expect(solved.body).toContain('name="inkblot-response"');
    expect(solved.headers['content-security-policy']).toContain(
      "form-action 'self' https://forum.example",
    );
  });

  it.each(['https://evil.example/', 'javascript:alert(1)', '//evil.example', 'x'])(
    'does not lead to %s',
    async (address) => {
      const url = page(address);
      const { body } = await get(url);
      const solved = await submit(url, body, { answer: service.answerOf(idOn(body)), do: 'check' });
      expect(solved.body).not.toContain(`action="${address}"`);
      expect(tokenOn(solved.body)).not.toBe('');
    },
  );
});
