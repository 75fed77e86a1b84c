import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { formOf, logOf, noted, press, TOKEN, type } from './support/person.ts';

const FIELD = 'cf-turnstile-response';

describeWith({ Chromium: CHROMIUM }, 'a page with Turnstile', () => {
  const site = useSite();
  const script = (query = '') =>
    `<script src="CAPTCHA_ORIGIN/turnstile/v0/api.js${query}"></script>`;

  it('has its markup rendered', async () => {
    const page = await site.open(`${script()}<form><div class="cf-turnstile" data-sitekey="k"
        data-callback="done" data-cdata="order-7" data-action="login"></div></form>
      <script>done = note('done')</script>`);
    await press(page);
    await type(page, site.captcha);
    const [token, clearance] = await noted(page, 'done');
    expect([token, clearance]).toEqual([TOKEN, false]);
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    expect(await page.locator('inkblot-captcha').getAttribute('cdata')).toBe('order-7');
    expect(await page.evaluate(`turnstile.getResponse('.cf-turnstile')`)).toBe(token);
  });

  it('stands in for reCAPTCHA', async () => {
    const page = await site.open(`${script('?compat=recaptcha')}<form>
      <div class="g-recaptcha" data-sitekey="k"></div></form>`);
    await press(page);
    await type(page, site.captcha);
    await page.waitForFunction('grecaptcha.getResponse()');
    expect(await formOf(page)).toEqual({ [FIELD]: TOKEN, 'g-recaptcha-response': TOKEN });
  });

  it('executes when it is told to, by element, and shows itself only then', async () => {
    const page = await site.open(`${script('?render=explicit')}<form><input id="name">
      <div id="box"></div></form>`);
    await page.evaluate(`turnstile.render('#box', { sitekey: 'k', execution: 'execute',
      appearance: 'execute', 'response-field-name': 'proof', callback: note('done') })`);
    await page.locator('#name').focus();
    await page.waitForTimeout(200);
    expect(site.captcha.requests).toEqual([]);
    expect(await page.locator('inkblot-captcha [part=start]').isVisible()).toBe(false);
    await page.evaluate(`turnstile.execute(document.querySelector('#box'))`);
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(await formOf(page)).toEqual({ proof: token });
  });

  it('executes a container that is not rendered yet', async () => {
    const page = await site.open(`${script('?render=explicit')}<div id="box"></div>`);
    await page.evaluate(`turnstile.execute('#box', { sitekey: 'k', callback: note('done') })`);
    await type(page, site.captcha);
    expect(await noted(page, 'done')).toEqual([TOKEN, false]);
  });

  it('starts by itself where nobody could start it', async () => {
    const page = await site.open(`${script('?render=explicit')}<div id="box"></div>
      <div id="flat" style="width: 0; height: 0; overflow: hidden"></div>`);
    await page.evaluate(`turnstile.render('#box', { sitekey: 'k', appearance: 'interaction-only',
      callback: note('box') })`);
    await type(page, site.captcha);
    await noted(page, 'box');
    await page.evaluate(`turnstile.render('#flat', { sitekey: 'k', callback: note('flat') })`);
    await type(page, site.captcha, 1);
    await noted(page, 'flat');
  });

  it('is told of the time of a challenge and of a token, and has no field it does not want', async () => {
    site.captcha.challengeTtlMs = 1500;
    site.captcha.tokenTtlMs = 1000;
    const page = await site.open(`${script('?render=explicit')}<form><div id="box"></div></form>`);
    await page.evaluate(`turnstile.render('#box', { sitekey: 'k', 'response-field': false,
      ...Object.fromEntries(['timeout', 'expired', 'before-interactive', 'after-interactive']
        .map((name) => [name + '-callback', note(name)])), callback: note('done') })`);
    await press(page);
    await noted(page, 'timeout');
    site.captcha.challengeTtlMs = 60_000;
    await page.evaluate(`turnstile.reset('#box')`);
    await type(page, site.captcha);
    const [token] = await noted(page, 'expired');
    expect(await page.evaluate(`turnstile.isExpired('#box')`)).toBe(true);
    expect(await logOf(page)).toEqual([
      ['before-interactive'],
      ['after-interactive'],
      ['timeout'],
      ['before-interactive'],
      ['after-interactive'],
      ['done', token, false],
      ['expired', token],
    ]);
    expect(await formOf(page)).toEqual({});
    await page.evaluate(`turnstile.reset('#box')`);
    expect(await page.evaluate(`turnstile.isExpired('#box')`)).toBe(false);
  });

  it('throws for a place or a sitekey that is missing', async () => {
    const page = await site.open(`${script()}<div id="box"></div>`);
    const throws = (call: string) =>
      page.evaluate(
        `(() => { try { ${call} } catch (error) { return error instanceof Error } })()`,
      );
    expect(await throws(`turnstile.render('#nowhere', { sitekey: 'k' })`)).toBe(true);
    expect(await throws(`turnstile.render('#box', {})`)).toBe(true);
  });
});

describeWith({ Chromium: CHROMIUM }, 'a page with several scripts', () => {
  const site = useSite();
  const order = [
    ['recaptcha/api.js', '1/api.js', 'turnstile/v0/api.js'],
    ['turnstile/v0/api.js', '1/api.js', 'recaptcha/api.js'],
  ];

  it.each(order)('keeps the flavours apart: %s, %s, %s', async (...paths) => {
    const scripts = paths.map((path) => `<script src="CAPTCHA_ORIGIN/${path}"></script>`).join('');
    const page = await site.open(`${scripts}<form>
      <div class="g-recaptcha" data-sitekey="k" data-callback="g"></div>
      <div class="h-captcha" data-sitekey="k" data-callback="h"></div>
      <div class="cf-turnstile" data-sitekey="k" data-callback="t"></div></form>
      <script>g = note('g'); h = note('h'); t = note('t');</script>`);
    await page.waitForFunction(`document.querySelectorAll('inkblot-captcha').length === 3`);
    expect(
      await page.evaluate(
        '[typeof grecaptcha.ready, grecaptcha === hcaptcha, typeof turnstile.ready]',
      ),
    ).toEqual(['function', false, 'function']);
    await press(page);
    for (const [at, name] of ['g', 'h', 't'].entries()) {
      await type(page, site.captcha, at);
      const [token] = await noted(page, name);
      expect(token).toEqual(TOKEN);
    }
    const tokens = await page.evaluate(
      '[grecaptcha.getResponse(), hcaptcha.getResponse(), turnstile.getResponse()]',
    );
    expect(new Set(tokens as string[]).size).toBe(3);
  });

  it('leaves a script that comes twice without effect', async () => {
    const script = (name: string) =>
      `<script src="CAPTCHA_ORIGIN/1/api.js?onload=${name}"></script>`;
    const page = await site.open(`<form><div class="h-captcha" data-sitekey="k"></div></form>
      <script>first = note('first'); second = note('second');</script>
      ${script('first')}<script>before = hcaptcha</script>${script('second')}`);
    await noted(page, 'first');
    await noted(page, 'second');
    expect(await page.evaluate('before === hcaptcha')).toBe(true);
    expect(await page.locator('inkblot-captcha').count()).toBe(1);
    expect((await logOf(page)).length).toBe(2);
  });
});
