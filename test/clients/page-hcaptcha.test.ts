import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import {
  answerField,
  countOf,
  formOf,
  logOf,
  noted,
  press,
  TOKEN,
  type,
} from './support/person.ts';

describeWith({ Chromium: CHROMIUM }, 'a page with hCaptcha', () => {
  const site = useSite();
  const script = (query = '') => `<script src="CAPTCHA_ORIGIN/1/api.js${query}"></script>`;
  const markup = `<form><div class="h-captcha" data-sitekey="k" data-callback="done"
      data-expired-callback="expired" data-open-callback="opened" data-close-callback="shut"
      data-chalexpired-callback="ranOut" data-error-callback="failed"></div></form>
    <script>for (const name of ['done', 'expired', 'opened', 'shut', 'ranOut', 'failed']) {
      window[name] = note(name);
    }</script>`;

  it('has its markup rendered, and is told what happens', async () => {
    const page = await site.open(script() + markup);
    await press(page);
    await noted(page, 'opened');
    await page.evaluate('hcaptcha.close()');
    await noted(page, 'shut');
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toEqual({
      'h-captcha-response': token,
      'g-recaptcha-response': token,
    });
    expect(await page.evaluate('grecaptcha === hcaptcha')).toBe(true);
    expect((await logOf(page)).map(([name]) => name)).toEqual(['opened', 'shut', 'opened', 'done']);
  });

  it('is told that the time for a challenge is over, and that a token is', async () => {
    site.captcha.challengeTtlMs = 1500;
    site.captcha.tokenTtlMs = 1000;
    const page = await site.open(script() + markup);
    await press(page);
    await noted(page, 'ranOut');
    site.captcha.challengeTtlMs = 60_000;
    await page.evaluate('hcaptcha.reset()');
    await type(page, site.captcha);
    await noted(page, 'expired');
    expect(await page.evaluate('hcaptcha.getResponse() + hcaptcha.getRespKey()')).toBe('');
  });

  it('keeps to its own name and field without compatibility', async () => {
    const page = await site.open(script('?recaptchacompat=off&hl=en&custom=true') + markup);
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'done');
    expect(await formOf(page)).toEqual({ 'h-captcha-response': token });
    expect(await page.evaluate('typeof grecaptcha')).toBe('undefined');
  });

  it('executes with a promise, by id or without', async () => {
    const page = await site.open(`${script('?render=explicit')}<form><div id="box"></div></form>`);
    const id = await page.evaluate(`hcaptcha.render('box', {
      sitekey: 'k', size: 'invisible', theme: { palette: {} }, callback: note('done') })`);
    expect(id).toMatch(/^0./);
    const done = page.evaluate('hcaptcha.execute({ async: true })');
    await type(page, site.captcha);
    expect(await done).toEqual({ response: TOKEN, key: expect.any(String) });
    expect(await page.evaluate(`hcaptcha.execute('${id}', { async: true })`)).toEqual(await done);
    expect(await page.evaluate(`hcaptcha.execute('${id}', null) === undefined`)).toBe(true);
    await noted(page, 'done', 3);
  });

  it('gets the reasons of broken promises as texts', async () => {
    const page = await site.open(
      `${script('?render=explicit')}<div id="box" data-sitekey="k"></div>`,
    );
    const fails = (call: string) => page.evaluate(`${call}.catch((why) => why)`);
    expect(await fails('hcaptcha.execute({ async: true })')).toBe('missing-captcha');
    expect(await fails(`hcaptcha.execute('x', { async: true })`)).toBe('invalid-captcha-id');
    await page.evaluate(`id = hcaptcha.render('box')`);
    expect(await page.evaluate(`hcaptcha.render('box') === id`)).toBe(true);
    for (const end of ['close', 'reset', 'remove']) {
      const why = fails(`hcaptcha.execute(id, { async: true })`);
      await answerField(page).waitFor();
      await page.evaluate(`hcaptcha.${end}(id)`);
      expect(await why).toBe('challenge-closed');
    }
    expect(await page.locator('#box').innerHTML()).toBe('');
  });

  it('tells of a failure by its code', async () => {
    site.captcha.trouble = { status: 403, code: 'hostname_not_allowed' };
    const page = await site.open(`${script()}${markup}`);
    expect(await page.evaluate(`hcaptcha.execute({ async: true }).catch((why) => why)`)).toBe(
      'invalid-data',
    );
    expect(await noted(page, 'failed')).toEqual(['invalid-data']);
    expect(await countOf(page, 'failed')).toBe(1);
  });

  it('sends nothing when it is reset and removed at once, and renders again in the same place', async () => {
    const page = await site.open(`${script('?render=explicit')}<form><div id="box"></div></form>`);
    await page.evaluate(`
      const first = hcaptcha.render('box', { sitekey: 'k' });
      hcaptcha.execute(first);
      hcaptcha.reset(first);
      hcaptcha.remove(first);
      hcaptcha.render('box', { sitekey: 'k', callback: note('done') });
      hcaptcha.reset('');
      hcaptcha.setData('', null);
    `);
    await page.waitForTimeout(300);
    expect(site.captcha.requests.filter((line) => line.startsWith('POST')).length).toBeLessThan(2);
    expect(await page.locator('inkblot-captcha').count()).toBe(1);
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'done');
  });
});
