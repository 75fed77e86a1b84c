import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';

const { sitekey, secret } = TEST_SITE;
let service: TestApp;
afterEach(() => service.app.close());

describe('the demonstration', () => {
  it('is a page with all ways to a token, under a strict policy', async () => {
    service = await createTestApp({ demo: { sitekey } });
    const { statusCode, headers, body } = await service.app.inject({ url: '/demo' });
    expect(statusCode).toBe(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
    for (const part of [
      '<inkblot-captcha',
      'g-recaptcha',
      'h-captcha',
      'cf-turnstile',
      'no-script',
    ]) {
      expect(body).toContain(part);
    }
    expect(body).toContain(sitekey);
    expect(body).not.toContain('{{');
    expect(body).not.toContain(secret);
    for (const file of ['/demo/demo.js', '/demo/demo.css']) {
      expect((await service.app.inject({ url: file })).statusCode).toBe(200);
    }
  });

  it('tells what the site’s server is told, in the words of each vendor', async () => {
    service = await createTestApp({ demo: { sitekey } });
    const verify = async (flavour: string, token: string) =>
      (
        await service.app.inject({
          method: 'POST',
          url: '/demo/verify',
          payload: { flavour, token },
        })
      ).json();
    expect(await verify('hcaptcha', '')).toEqual({
      success: false,
      'error-codes': ['missing-input-response'],
    });
    expect(await verify('turnstile', 'made up')).toMatchObject({ success: false });
    expect(await verify('no such', 'x')).toMatchObject({ error: 'not_found' });
  });

  it('shows the secret of a pair that was made for development', async () => {
    service = await createTestApp({ demo: { sitekey, secret } });
    expect((await service.app.inject({ url: '/demo' })).body).toContain(secret);
  });

  it('is not there unless it is wanted', async () => {
    service = await createTestApp();
    expect((await service.app.inject({ url: '/demo' })).statusCode).toBe(404);
    const verdict = await service.app.inject({ method: 'POST', url: '/demo/verify', payload: {} });
    expect(verdict.statusCode).toBe(404);
  });
});
