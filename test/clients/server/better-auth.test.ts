import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../support/processes/programs.ts';
import { SITE_SECRET, SITEKEY, useRealService } from '../../support/processes/real-service.ts';
import { SERVER } from '../../support/processes/redis-server.ts';
import { type RunningService, startProgram } from '../../support/processes/service.ts';

const SITE = fileURLToPath(new URL('better-auth.js', import.meta.url));
const INSTALLED = fileURLToPath(new URL('node_modules/better-auth', import.meta.url));

const HOST = 'forum.example';
const ACTION = 'sign-up';

/** The plugin's modes: the vendor, where it verifies, what its pages wish, and its other settings. */
const MODES = {
  'reCAPTCHA v2': ['google-recaptcha', '/recaptcha/api/siteverify', {}, {}],
  'reCAPTCHA v3': [
    'google-recaptcha',
    '/recaptcha/api/siteverify',
    { scored: true, action: ACTION },
    { expectedAction: ACTION, allowedHostnames: [HOST] },
  ],
  hCaptcha: ['hcaptcha', '/siteverify', {}, { siteKey: SITEKEY }],
  Turnstile: [
    'cloudflare-turnstile',
    '/turnstile/v0/siteverify',
    { action: ACTION },
    { expectedAction: ACTION, allowedHostnames: [HOST] },
  ],
} as const;

type Mode = keyof typeof MODES;

describeWith({ 'redis-server': SERVER }, 'better-auth', () => {
  const inkblot = useRealService();
  let site: RunningService | undefined;

  beforeAll(() => {
    if (existsSync(INSTALLED)) return;
    throw new Error('better-auth is missing: run `npm ci --prefix test/clients/server` first');
  });
  afterEach(async () => {
    await site?.stop();
    site = undefined;
  });

  /** Starts a site in a mode and says how it answers those who sign up: a name, or why not. */
  async function start(mode: Mode, settings: object = {}) {
    const [provider, path, , others] = MODES[mode];
    const siteVerifyURLOverride = inkblot.origin + path;
    const options = {
      provider,
      siteVerifyURLOverride,
      secretKey: SITE_SECRET,
      ...others,
      ...settings,
    };
    site = await startProgram(SITE, { CAPTCHA: JSON.stringify(options) });
    const { origin } = site;
    return async (token?: string): Promise<readonly [status: number, said: string | undefined]> => {
      const response = await fetch(`${origin}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin,
          ...(token !== undefined && { 'x-captcha-response': token }),
        },
        // Always the same address: nobody can sign up with it whom an earlier attempt has let in.
        body: JSON.stringify({ name: 'Ada', email: 'ada@forum.example', password: 'a-password' }),
      });
      const said = (await response.json()) as { code?: string; user?: { name: string } };
      return [response.status, said.user?.name ?? said.code];
    };
  }

  const REFUSED = [403, 'VERIFICATION_FAILED'];

  it.each(Object.keys(MODES) as Mode[])(
    'lets sign up, as with %s, who has solved a picture, once, and nobody else',
    async (mode) => {
      const signUp = await start(mode);
      const token = await inkblot.solve(HOST, MODES[mode][2]);
      expect(await signUp()).toEqual([400, 'MISSING_RESPONSE']);
      expect(await signUp('made-up')).toEqual(REFUSED);
      expect(await signUp(`${token}x`)).toEqual(REFUSED);
      expect(await signUp(token)).toEqual([200, 'Ada']);
      expect(await signUp(token)).toEqual(REFUSED);
    },
  );

  it.each(['reCAPTCHA v3', 'Turnstile'] as const)(
    'refuses, as with %s, a token from a page of another host or for another action',
    async (mode) => {
      const signUp = await start(mode);
      const wish = MODES[mode][2];
      expect(await signUp(await inkblot.solve('phish.example', wish))).toEqual(REFUSED);
      const other = { ...wish, action: 'like' };
      expect(await signUp(await inkblot.solve(HOST, other))).toEqual(REFUSED);
      expect(await signUp(await inkblot.solve(HOST, wish))).toEqual([200, 'Ada']);
    },
  );

  it.each([
    ['a secret that is not the site’s', { secretKey: 'another-secret-of-30-characters' }],
    ['a sitekey that is not the secret’s', { siteKey: 'other' }],
  ])('refuses everybody with %s, and spends no token on it', async (_name, settings) => {
    const refuse = await start('hCaptcha', settings);
    const token = await inkblot.solve(HOST);
    expect(await refuse(token)).toEqual(REFUSED);
    await site?.stop();
    const signUp = await start('hCaptcha');
    expect(await signUp(token)).toEqual([200, 'Ada']);
  });
});
