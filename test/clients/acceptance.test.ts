// A whole registration with each client, unmodified, against the service itself with a real store: the
// page, the picture, the token, what the site's server is told, and that it is told so once.

import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { startRealService } from '../support/processes/real-service.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { useSite } from './support/host.ts';
import { formOf, noted, press, type } from './support/person.ts';

const TURNSTILE_TAG = `<script id="cf-turnstile-script" async defer
  src="CAPTCHA_ORIGIN/turnstile/v0/api.js?onload=onloadTurnstileCallback&render=explicit"></script>`;

/** The client's page, what must be in the head, its note of a token, the field, and whom the site asks. */
const CLIENTS = [
  ['react-hcaptcha', '', 'verify', 'h-captcha-response', '/siteverify'],
  ['vanilla-hcaptcha', '', 'verified', 'h-captcha-response', '/siteverify'],
  ['vue3-hcaptcha', '', 'verify', 'h-captcha-response', '/siteverify'],
  ['vue-recaptcha', '', 'verify', 'g-recaptcha-response', '/recaptcha/api/siteverify'],
  [
    'react-google-recaptcha',
    '<script src="CAPTCHA_ORIGIN/recaptcha/api.js?render=explicit"></script>',
    'change',
    'g-recaptcha-response',
    '/recaptcha/api/siteverify',
  ],
  [
    'marsidev-react-turnstile',
    TURNSTILE_TAG,
    'success',
    'cf-turnstile-response',
    '/turnstile/v0/siteverify',
  ],
  [
    'react-turnstile',
    '<script src="CAPTCHA_ORIGIN/turnstile/v0/api.js?render=explicit"></script>',
    'success',
    'cf-turnstile-response',
    '/turnstile/v0/siteverify',
  ],
] as const;

describeWith({ Chromium: CHROMIUM, 'redis-server': SERVER }, 'a registration', () => {
  const site = useSite(() => startRealService());

  it.each(CLIENTS)(
    'through %s ends with a token that its site can verify once',
    async (client, head, note, field, path) => {
      const page = await site.openClient(`${client}.js`, head);
      await page.locator('inkblot-captcha').waitFor();
      await press(page);
      await type(page, site.captcha);
      await noted(page, note);
      const token = String((await formOf(page))[field]);
      expect(await site.captcha.verify(path, token)).toMatchObject({
        success: true,
        hostname: '127.0.0.1',
      });
      expect(await site.captcha.verify(path, token)).toMatchObject({ success: false });
    },
  );

  it('is not over with a wrong answer: another picture is shown', async () => {
    const page = await site.openClient('react-hcaptcha.js');
    await page.locator('inkblot-captcha').waitFor();
    await press(page);
    await type(page, { answerTo: async () => 'WRONG2' });
    await page.locator('inkblot-captcha[data-state=wrong]').waitFor();
    await type(page, site.captcha);
    const [token] = await noted(page, 'verify');
    expect(await site.captcha.verify('/siteverify', String(token))).toMatchObject({
      success: true,
    });
  });
});

describeWith(
  { Chromium: CHROMIUM, 'redis-server': SERVER },
  'a page with a sitekey that a vendor documents for tests',
  () => {
    const site = useSite(() => startRealService({ VENDOR_TEST_KEYS: 'true' }));

    it.each([
      ['recaptcha/api.js', 'g-recaptcha', '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI'],
      ['1/api.js', 'h-captcha', '10000000-ffff-ffff-ffff-000000000001'],
      ['turnstile/v0/api.js', 'cf-turnstile', '1x00000000000000000000AA'],
    ])('gets a token from %s without a picture', async (script, name, sitekey) => {
      const page = await site.open(
        `<form><div class="${name}" data-sitekey="${sitekey}"></div></form>
         <script src="CAPTCHA_ORIGIN/${script}"></script>`,
      );
      await press(page);
      await page.locator('inkblot-captcha[data-state=solved]').waitFor();
      expect((await formOf(page))[`${name}-response`]).toMatch(/^(test-token|10000000-aaaa|XXXX)/);
    });
  },
);
