import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { formOf, noted, press, TOKEN, type } from './support/person.ts';

describeWith({ Chromium: CHROMIUM }, 'our scripts', () => {
  const site = useSite();

  it.each([
    ['recaptcha/api.js', 'g-recaptcha'],
    ['1/api.js', 'h-captcha'],
    ['turnstile/v0/api.js', 'cf-turnstile'],
  ])('need of a policy only script-src and connect-src: %s', async (path, name) => {
    const page = await site.open(
      `<script nonce="n">done = note('done')</script>
       <script src="CAPTCHA_ORIGIN/${path}"></script>
       <form><div class="${name}" data-sitekey="k" data-callback="done"></div></form>`,
      `default-src 'none'; script-src 'nonce-n' CAPTCHA_ORIGIN; connect-src CAPTCHA_ORIGIN;
       require-trusted-types-for 'script'`,
    );
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(await formOf(page)).toMatchObject({ [`${name}-response`]: token });
  });

  it('open their challenge within a modal dialog', async () => {
    const page = await site.open(`<script src="CAPTCHA_ORIGIN/1/api.js?render=explicit"></script>
      <dialog><form><div id="box"></div></form></dialog>`);
    await page.evaluate(`document.querySelector('dialog').showModal();
      hcaptcha.render('box', { sitekey: 'k', size: 'invisible' });
      done = hcaptcha.execute({ async: true }); 0`);
    await type(page, site.captcha);
    expect(await page.evaluate('done')).toMatchObject({ response: TOKEN });
    expect(await page.locator('dialog').getAttribute('open')).toBe('');
  });

  it('open a challenge that no widget belongs to over a modal dialog', async () => {
    const page = await site.open(`<script src="CAPTCHA_ORIGIN/recaptcha/api.js?render=k"></script>
      <dialog><input id="name"></dialog>`);
    await page.evaluate(`document.querySelector('dialog').showModal();
      done = grecaptcha.execute('k', { action: 'login' }); 0`);
    await type(page, site.captcha);
    expect(await page.evaluate('done')).toEqual(TOKEN);
  });

  it('open the challenge of a container that is not shown', async () => {
    const page = await site.open(`<script src="CAPTCHA_ORIGIN/1/api.js?render=explicit"></script>
      <form><div style="display: none"><div id="box"></div></div></form>`);
    const id = await page.evaluate(`hcaptcha.render('box', { sitekey: 'k', size: 'invisible' })`);
    const done = page.evaluate('hcaptcha.execute({ async: true })');
    await type(page, site.captcha);
    const { response } = (await done) as { response: string };
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': response });
    await page.evaluate(`hcaptcha.remove('${id}')`);
    expect(await page.locator('inkblot-captcha').count()).toBe(0);
  });

  it('speak the language they are asked for', async () => {
    const page = await site.open(`<script src="CAPTCHA_ORIGIN/1/api.js?hl=de"></script>
      <form><div class="h-captcha" data-sitekey="k"></div>
      <div class="h-captcha" data-sitekey="k" data-hl="fr"></div></form>`);
    for (const [at, language] of ['de', 'fr'].entries()) {
      const box = page.locator('inkblot-captcha').nth(at).locator('[part=box]');
      await box.and(page.locator(`[lang=${language}]`)).waitFor();
    }
  });

  it('say that a browser is too old', async () => {
    const page = await site.open(`<script>delete HTMLElement.prototype.attachInternals</script>
      <script src="CAPTCHA_ORIGIN/turnstile/v0/api.js?render=explicit"></script><div id="box"></div>`);
    const message = await page.evaluate(`(() => {
      try {
        turnstile.render('#box', { sitekey: 'k', 'unsupported-callback': note('unsupported') });
      } catch (error) {
        return error.message;
      }
    })()`);
    expect(message).toContain('form');
    await noted(page, 'unsupported');
  });

  it('stop nothing when a callback of the page throws', async () => {
    const page = await site.open(`<script src="CAPTCHA_ORIGIN/recaptcha/api.js?onload=bad"></script>
      <form><div class="g-recaptcha" data-sitekey="k" data-callback="bad"></div></form>
      <script>
        addEventListener('error', (event) => { note('error')(event.message); event.preventDefault(); });
        bad = () => { throw new Error('of the page'); };
        grecaptcha.ready(bad);
        grecaptcha.ready(note('ready'));
      </script>`);
    await noted(page, 'error', 2);
    await noted(page, 'ready');
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'error', 3);
    expect(await formOf(page)).toEqual({ 'g-recaptcha-response': TOKEN });
  });
});
