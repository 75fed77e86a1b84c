import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/http/app.ts';

let service: TestApp;
afterEach(() => service.app.close());

const start = async (vendorTestKeys: boolean): Promise<void> => {
  service = await createTestApp({ vendorTestKeys });
};
const post = (url: string, payload: object) =>
  service.app.inject({ method: 'POST', url, headers: { origin: 'https://a.example' }, payload });

const RECAPTCHA = [
  '/recaptcha/api/siteverify',
  '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI',
  '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe',
] as const;
const HCAPTCHA = [
  '/siteverify',
  '10000000-ffff-ffff-ffff-000000000001',
  '0x0000000000000000000000000000000000000000',
] as const;
const TURNSTILE = [
  '/turnstile/v0/siteverify',
  '1x00000000000000000000AA',
  '1x0000000000000000000000000000000AA',
] as const;

describe('the keys that vendors document for tests', () => {
  it.each([RECAPTCHA, HCAPTCHA, TURNSTILE])(
    'let everybody pass at %s without a challenge, if they are switched on',
    async (path, sitekey, secret) => {
      await start(true);
      const opened = await post('/v1/challenges', { sitekey });
      expect(opened.statusCode).toBe(201);
      expect(opened.json()).toMatchObject({ solved: true });
      const verdict = await post(path, { secret, response: opened.json().token });
      expect(verdict.json()).toMatchObject({ success: true });
      const none = await post(path, { secret });
      expect(none.json()['error-codes']).toEqual(['missing-input-response']);
    },
  );

  it('fail where they are documented to fail', async () => {
    await start(true);
    const opened = await post('/v1/challenges', { sitekey: '2x00000000000000000000AB' });
    expect([opened.statusCode, opened.json().code]).toEqual([403, 'test_sitekey']);
    const codes = async (secret: string, response: string) =>
      (await post('/turnstile/v0/siteverify', { secret, response })).json()['error-codes'];
    const token = 'XXXX.DUMMY.TOKEN.XXXX';
    expect(await codes('2x0000000000000000000000000000000AA', token)).toEqual([
      'invalid-input-response',
    ]);
    expect(await codes('3x0000000000000000000000000000000AA', token)).toEqual([
      'timeout-or-duplicate',
    ]);
    expect(await codes('1x0000000000000000000000000000000AA', 'a real one')).toEqual([
      'invalid-input-secret',
    ]);
  });

  it.each([RECAPTCHA, HCAPTCHA, TURNSTILE])(
    'are unknown at %s otherwise',
    async (path, sitekey, secret) => {
      await start(false);
      expect((await post('/v1/challenges', { sitekey })).json().code).toBe('unknown_sitekey');
      const verdict = await post(path, { secret, response: 'XXXX.DUMMY.TOKEN.XXXX' });
      expect(verdict.json()).toEqual({
        success: false,
        'error-codes': ['invalid-input-secret'],
      });
    },
  );
});
