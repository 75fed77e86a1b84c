import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { CHROMIUM, usePages } from '../../browser/support/chromium.ts';
import { eventually } from '../../support/processes/ports.ts';
import { describeWith } from '../../support/processes/programs.ts';
import { SITE_SECRET, SITEKEY, useRealService } from '../../support/processes/real-service.ts';
import { SERVER } from '../../support/processes/redis-server.ts';
import { type RunningService, startCommand } from '../../support/processes/service.ts';
import { formOf, type } from '../support/person.ts';
import { installPython, PYTHON } from './support/venv.ts';

const APP = fileURLToPath(new URL('../flask/app.py', import.meta.url));

/** Flask-WTF's own field, whichever vendor's script fills it in. */
const FIELD = 'g-recaptcha-response';

/** Settings by which Flask-WTF, which knows reCAPTCHA alone, speaks to each vendor. */
const VENDORS = {
  reCAPTCHA: ['/recaptcha/api.js', '/recaptcha/api/siteverify', {}],
  hCaptcha: ['/1/api.js', '/siteverify', { RECAPTCHA_DIV_CLASS: 'h-captcha' }],
  Turnstile: [
    '/turnstile/v0/api.js',
    '/turnstile/v0/siteverify',
    { RECAPTCHA_PARAMETERS: { compat: 'recaptcha' } },
  ],
} as const;

type Vendor = keyof typeof VENDORS;

describeWith(
  { 'redis-server': SERVER, 'python3-venv': PYTHON, Chromium: CHROMIUM },
  'Flask-WTF',
  () => {
    const inkblot = useRealService();
    let python: string;
    let site: RunningService | undefined;

    beforeAll(() => {
      python = installPython();
    }, 120_000);
    afterEach(async () => {
      await site?.stop();
      site = undefined;
    });
    const pages = usePages();

    /** Starts the site with settings for a vendor, as Flask takes them from the environment. */
    async function start(vendor: Vendor, others: object = {}): Promise<string> {
      const [script, verify, forVendor] = VENDORS[vendor];
      const settings = {
        SECRET_KEY: 'signs-the-sessions-of-this-test-alone',
        RECAPTCHA_SCRIPT: inkblot.origin + script,
        RECAPTCHA_VERIFY_SERVER: inkblot.origin + verify,
        RECAPTCHA_PUBLIC_KEY: SITEKEY,
        RECAPTCHA_PRIVATE_KEY: SITE_SECRET,
        ...forVendor,
        ...others,
      };
      const env = Object.entries(settings).map(([name, value]) => [
        `FLASK_${name}`,
        JSON.stringify(value),
      ]);
      site = await startCommand([python, APP], Object.fromEntries(env));
      return site.origin;
    }

    /** Sends the form with this token and says what the page greets or complains with. */
    async function register(origin: string, token: string): Promise<string | undefined> {
      const page = await fetch(origin);
      const csrf = /name="csrf_token"[^>]* value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const response = await fetch(origin, {
        method: 'POST',
        headers: { cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
        body: new URLSearchParams({ csrf_token: csrf, name: 'Ada', [FIELD]: token }),
      });
      expect(response.status).toBe(200);
      return /<h1>(.*)<\/h1>|role="alert">(.*)<\/p>/
        .exec(await response.text())
        ?.slice(1)
        .join('');
    }

    const MISSING = 'The response parameter is missing.';
    const INVALID = 'The response parameter is invalid or malformed.';

    it.each(Object.keys(VENDORS) as Vendor[])(
      'lets in, as with %s, who has solved a picture, once, and nobody else',
      async (vendor) => {
        const origin = await start(vendor);
        const token = await inkblot.solve('127.0.0.1');
        expect(await register(origin, '')).toBe(MISSING);
        expect(await register(origin, 'made-up')).toBe(INVALID);
        expect(await register(origin, `${token}x`)).toBe(INVALID);
        expect(await register(origin, token)).toBe('Welcome, Ada');
        // It knows no code for a token that is spent.
        expect(await register(origin, token)).toBe(MISSING);
      },
    );

    it('lets nobody in with a secret that is not the site’s', async () => {
      const origin = await start('reCAPTCHA', { RECAPTCHA_PRIVATE_KEY: 'not-the-secret-of-it' });
      const said = await register(origin, await inkblot.solve('127.0.0.1'));
      expect(said).toBe('The secret parameter is invalid or malformed.');
    });

    it.each(Object.keys(VENDORS) as Vendor[])(
      'shows a picture by the script of %s and lets in who types what it shows',
      async (vendor) => {
        const page = await pages.open({ locale: 'en-GB' });
        const opened = page.waitForResponse(`${inkblot.origin}/v1/challenges`);
        await page.goto(await start(vendor));
        const [script] = VENDORS[vendor];
        const src = await page.locator('script[async][defer]').first().getAttribute('src');
        expect(src?.split('?')[0]).toBe(inkblot.origin + script);
        expect(await page.locator('#captcha').getAttribute('data-sitekey')).toBe(SITEKEY);
        // Who touches the form is asked at once.
        await page.getByLabel('Name').fill('Ada');
        await opened;
        await type(page, inkblot);
        await eventually(async () => (await formOf(page))[FIELD]);
        await page.getByRole('button', { name: 'Register' }).click();
        await page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();
      },
    );
  },
);
