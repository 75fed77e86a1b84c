import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { countOf, formOf, logOf, noted, press, TOKEN, type } from './support/person.ts';

const FIELD = 'g-recaptcha-response';

describeWith({ Chromium: CHROMIUM }, 'a page with reCAPTCHA v2', () => {
  const site = useSite();
  const script = (query = '', file = 'api') =>
    `<script src="CAPTCHA_ORIGIN/recaptcha/${file}.js${query}"></script>`;

  it('has its markup rendered, and calls back a function that is defined below', async () => {
    const page = await site.open(`${script()}
      <style>textarea { display: block !important }</style>
      <form><div class="g-recaptcha" data-sitekey="k" data-callback="app.done"></div></form>
      <script>app = { done: note('done') }</script>`);
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    expect(await page.locator(`#${FIELD}`).isVisible()).toBe(false);
    expect(await page.evaluate('grecaptcha.getResponse()')).toEqual(TOKEN);
    await page.evaluate(`document.querySelector('form').reset()`);
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it('hears of the script once, after the load event of its tag', async () => {
    const page = await site.open(`<script>
        loaded = note('onload');
        const tag = document.createElement('script');
        tag.src = CAPTCHA + '/recaptcha/api.js?onload=loaded&render=explicit';
        tag.onload = () => { note('tag')(typeof grecaptcha.render); tag.remove(); };
        document.head.append(tag);
      </script>`);
    await noted(page, 'onload');
    await page.waitForTimeout(100);
    expect(await logOf(page)).toEqual([['tag', 'function'], ['onload']]);
  });

  it('may name a function for `onload` that comes with a later script, or never', async () => {
    const page = await site.open(`${script('?onload=late&render=explicit')}
      ${script('?onload=never')}<p>text</p><script>late = note('late')</script>`);
    await noted(page, 'late');
    expect(await countOf(page, 'late')).toBe(1);
  });

  it('renders explicitly, with options that are undefined, into an element of no document', async () => {
    const page = await site.open(
      `${script('?render=explicit')}<form><div id="first"></div></form>`,
    );
    const ids = await page.evaluate(`(() => {
      const { render } = grecaptcha.enterprise;
      const loose = document.createElement('div');
      const options = { sitekey: 'k', callback: note('done'), hl: undefined, theme: null };
      const ids = [render('first', options), render(loose, options)];
      document.querySelector('form').append(loose);
      return ids;
    })()`);
    expect(ids).toEqual([0, 1]);
    await press(page, 1);
    await type(page, site.captcha, 1);
    const [token] = await noted(page, 'done');
    expect(await page.evaluate('[grecaptcha.getResponse(), grecaptcha.getResponse(1)]')).toEqual([
      '',
      token,
    ]);
    expect(await page.locator(`#${FIELD}-1`).inputValue()).toBe(token);
    expect(await page.evaluate('grecaptcha.reset(1), grecaptcha.getResponse(1)')).toBe('');
  });

  it('is told what is wrong in the words of the vendor', async () => {
    const page = await site.open(`${script('?render=explicit')}<div id="box"></div>`);
    const errors = await page.evaluate(`[
      () => grecaptcha.execute(),
      () => grecaptcha.render('nowhere', { sitekey: 'k' }),
      () => grecaptcha.render('box', {}),
      () => grecaptcha.render('box', { sitekey: 'k' }) && '',
      () => grecaptcha.render('box', { sitekey: 'k' }),
      () => grecaptcha.execute(null),
    ].map((call) => { try { call(); return ''; } catch (error) { return error.message; } })`);
    expect(errors).toEqual([
      'No reCAPTCHA clients exist.',
      'reCAPTCHA placeholder element must be an element or id',
      'Missing required parameters: sitekey',
      '',
      'reCAPTCHA has already been rendered in this element',
      '',
    ]);
  });

  it('executes an invisible widget, and may leave the promise alone', async () => {
    const page = await site.open(`${script('', 'enterprise')}<form>
      <div class="g-recaptcha" data-sitekey="k" data-size="invisible" data-callback="done"
        data-error-callback="failed"></div></form>
      <script>done = note('done'); failed = note('failed')</script>`);
    await page.evaluate('grecaptcha.ready(note("ready"))');
    await noted(page, 'ready');
    expect(await page.locator('inkblot-captcha').isVisible()).toBe(false);
    await page.evaluate('void grecaptcha.enterprise.execute()');
    await page.locator('inkblot-captcha [part=close]').click();
    await noted(page, 'failed');
    await page.evaluate('void grecaptcha.enterprise.execute()');
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(await formOf(page)).toEqual({ [FIELD]: token });
  });

  it('has a button bound, which its callback submits', async () => {
    const page = await site.open(`${script()}<form>
      <button class="g-recaptcha" data-sitekey="k" data-callback="send">Send</button></form>
      <script>send = (token) => document.querySelector('form').requestSubmit();
        document.querySelector('form').onsubmit = (event) => {
          event.preventDefault();
          note('submit')(new FormData(event.target).get('${FIELD}'));
        };</script>`);
    await page.getByRole('button', { name: 'Send' }).click();
    await type(page, site.captcha);
    expect(await noted(page, 'submit')).toEqual([TOKEN]);
    expect(await countOf(page, 'submit')).toBe(1);
  });
});

describeWith({ Chromium: CHROMIUM }, 'a page with reCAPTCHA v3', () => {
  const site = useSite();

  it('queues as the snippet of the vendor does, and gets a token for each action', async () => {
    const page = await site.open(`<script>
        grecaptcha = { ready: (call) => {
          (window.___grecaptcha_cfg ??= { fns: [] }).fns.push(call);
        } };
        const early = grecaptcha;
        grecaptcha.ready(() => note('ready')(early === grecaptcha));
      </script>
      <script src="CAPTCHA_ORIGIN/recaptcha/api.js?render=site-key"></script>`);
    expect(await noted(page, 'ready')).toEqual([true]);
    const both = page.evaluate(`Promise.all([
      grecaptcha.execute('site-key', { action: 'login' }),
      grecaptcha.execute('site-key', { action: 'search' }),
    ])`);
    await type(page, site.captcha);
    await page.waitForFunction(`document.querySelectorAll('inkblot-captcha').length === 1
      && document.querySelector('inkblot-captcha').action === 'search'`);
    await type(page, site.captcha);
    const tokens = (await both) as string[];
    expect(tokens).toEqual([TOKEN, TOKEN]);
    expect(new Set(tokens).size).toBe(2);
    expect(await page.locator('inkblot-captcha').count()).toBe(0);
  });

  it('has its promise broken when somebody closes the challenge', async () => {
    const page = await site.open(
      `<script src="CAPTCHA_ORIGIN/recaptcha/api.js?render=site-key"></script>`,
    );
    const closed = page.evaluate(
      `grecaptcha.execute('site-key').catch((error) => error instanceof Error)`,
    );
    await page.locator('inkblot-captcha [part=close]').click();
    expect(await closed).toBe(true);
  });
});
