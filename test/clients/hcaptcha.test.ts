import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { countOf, formOf, noted, press, TOKEN, type } from './support/person.ts';

const invisible = `<script>window.props = { size: 'invisible' }</script>`;

describeWith({ Chromium: CHROMIUM }, '@hcaptcha/react-hcaptcha', () => {
  const site = useSite();

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await site.openClient('react-hcaptcha.js');
    await noted(page, 'load');
    await press(page);
    await type(page, site.captcha);

    const [token, key] = await noted(page, 'verify');
    expect(token).toEqual(TOKEN);
    expect(key).toMatch(/^c\d+$/);
    const fields = { 'h-captcha-response': token, 'g-recaptcha-response': token };
    expect(await formOf(page)).toEqual(fields);
    expect(await page.evaluate('client.getResponse()')).toBe(token);

    await page.evaluate('client.resetCaptcha()');
    expect(await page.evaluate('client.getResponse()')).toBe('');
    expect(await formOf(page)).toEqual({ 'h-captcha-response': '', 'g-recaptcha-response': '' });
    await type(page, site.captcha);
    expect(await noted(page, 'verify', 2)).not.toEqual([token, key]);
  });

  it('keeps its promise of an invisible widget', async () => {
    const page = await site.openClient('react-hcaptcha.js', invisible);
    await noted(page, 'load');
    const done = page.evaluate('client.execute({ async: true })');
    await type(page, site.captcha);
    expect(await done).toEqual({ response: TOKEN, key: expect.any(String) });
    expect(await countOf(page, 'open')).toBe(1);
    expect(await countOf(page, 'verify')).toBe(1);
  });

  it('breaks its promise with the text that apps compare', async () => {
    const page = await site.openClient('react-hcaptcha.js', invisible);
    await noted(page, 'load');
    const done = page.evaluate('client.execute({ async: true }).catch((why) => why)');
    await page.locator('inkblot-captcha [part=close]').click();
    expect(await done).toBe('challenge-closed');
    await noted(page, 'close');
  });

  it('resets at an expiry without asking for ever', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await site.openClient('react-hcaptcha.js');
    await noted(page, 'load');
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'expire');
    await page.waitForTimeout(500);
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': '' });
    expect(site.captcha.requests.filter((line) => line === 'POST /v1/challenges')).toHaveLength(2);
  });

  it('resets at a failure without asking for ever', async () => {
    site.captcha.trouble = { status: 403, code: 'hostname_not_allowed' };
    const page = await site.openClient('react-hcaptcha.js');
    await noted(page, 'load');
    await press(page);
    expect(await noted(page, 'error')).toEqual(['invalid-data']);
    await page.waitForTimeout(1500);
    expect(site.captcha.requests.length).toBeLessThan(4);
  });

  it('leaves nothing when it is unmounted', async () => {
    const page = await site.openClient('react-hcaptcha.js');
    await noted(page, 'load');
    await page.locator('inkblot-captcha').waitFor();
    await page.evaluate('setShown(false)');
    await eventually(async () => (await page.locator('inkblot-captcha').count()) === 0);
    await page.evaluate('setShown(true)');
    await press(page);
    await type(page, site.captcha);
    expect(await noted(page, 'verify')).toEqual([TOKEN, expect.any(String)]);
  });
});

describeWith({ Chromium: CHROMIUM }, '@hcaptcha/vanilla-hcaptcha', () => {
  const site = useSite();

  it('tells of an expiry', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await site.openClient('vanilla-hcaptcha.js');
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'expired');
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': '' });
  });

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await site.openClient('vanilla-hcaptcha.js');
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'verified');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': token });
    await page.evaluate('client.reset()');
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': '' });
  });

  it('executes an invisible one', async () => {
    const page = await site.openClient('vanilla-hcaptcha.js', invisible);
    await page.locator('inkblot-captcha').waitFor({ state: 'attached' });
    const done = page.evaluate('client.executeAsync()');
    await type(page, site.captcha);
    expect(await done).toEqual({ response: TOKEN, key: expect.any(String) });
  });
});

describeWith({ Chromium: CHROMIUM }, '@hcaptcha/vue3-hcaptcha', () => {
  const site = useSite();

  it('tells of an expiry', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await site.openClient('vue3-hcaptcha.js');
    await noted(page, 'rendered');
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'expired');
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': '' });
  });

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await site.openClient('vue3-hcaptcha.js');
    await noted(page, 'rendered');
    await press(page);
    await type(page, site.captcha);
    const [token, key] = await noted(page, 'verify');
    expect(token).toEqual(TOKEN);
    expect(key).toMatch(/^c\d+$/);
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': token });
    await page.evaluate('client.reset()');
    expect(await formOf(page)).toMatchObject({ 'h-captcha-response': '' });
    await page.evaluate('unmount()');
    expect(await page.locator('inkblot-captcha').count()).toBe(0);
  });

  it('executes an invisible one', async () => {
    const page = await site.openClient('vue3-hcaptcha.js', invisible);
    await noted(page, 'rendered');
    const done = page.evaluate('client.executeAsync()');
    await type(page, site.captcha);
    expect(await done).toEqual({ response: TOKEN, key: expect.any(String) });
  });

  it('resets at a failure without asking for ever', async () => {
    site.captcha.trouble = { status: 503, code: 'busy' };
    const page = await site.openClient('vue3-hcaptcha.js', invisible);
    await noted(page, 'rendered');
    await page.evaluate('client.execute()');
    await page.waitForTimeout(3000);
    expect(site.captcha.requests.length).toBeLessThan(5);
  });
});
