import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { countOf, formOf, noted, press, TOKEN, type } from './support/person.ts';

const FIELD = 'g-recaptcha-response';

const invisible = `<script>window.props = { size: 'invisible' }</script>`;

describeWith({ Chromium: CHROMIUM }, 'react-google-recaptcha', () => {
  const site = useSite();
  const preload = `<script src="CAPTCHA_ORIGIN/recaptcha/api.js?render=explicit"></script>`;

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await site.openClient('react-google-recaptcha.js', preload);
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'change');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    expect(await page.evaluate('client.getValue()')).toBe(token);
    await page.evaluate('client.reset()');
    expect(await page.evaluate('client.getValue()')).toBe('');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it.each(['api', 'enterprise'])('loads %s.js from its own address', async (name) => {
    const options = `<script>window.recaptchaOptions = { enterprise: ${name === 'enterprise'} }</script>`;
    const page = await site.openClient('react-google-recaptcha.js', options);
    await noted(page, 'loaded');
    await press(page);
    await type(page, site.captcha);
    expect(await noted(page, 'change')).toEqual([TOKEN]);
  });

  it('keeps the promise of an invisible one, and breaks it when it is closed', async () => {
    const page = await site.openClient('react-google-recaptcha.js', preload + invisible);
    await page.waitForFunction(
      'window.client?.getWidgetId?.() === 0 || window.client?.getWidgetId?.() === 1',
    );
    const closed = page.evaluate(`client.executeAsync().catch(() => 'closed')`);
    await page.locator('inkblot-captcha [part=close]').click();
    expect(await closed).toBe('closed');
    await page.evaluate('client.reset()');
    const done = page.evaluate('client.executeAsync()');
    await type(page, site.captcha);
    expect(await done).toEqual(TOKEN);
  });

  it('tells of an expiry', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await site.openClient('react-google-recaptcha.js', preload);
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'expired');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
    expect(await page.evaluate('client.getValue()')).toBe('');
  });

  it('tells of a failure once', async () => {
    site.captcha.trouble = { status: 403, code: 'hostname_not_allowed' };
    const page = await site.openClient('react-google-recaptcha.js', preload);
    await press(page);
    await noted(page, 'errored');
    await page.waitForTimeout(500);
    expect(await countOf(page, 'errored')).toBe(1);
  });
});

describeWith({ Chromium: CHROMIUM }, 'vue-recaptcha', () => {
  const site = useSite();

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await site.openClient('vue-recaptcha.js');
    expect(await noted(page, 'render')).toEqual([0]);
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'verify');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    await page.evaluate('client.reset()');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it('executes an invisible one', async () => {
    const page = await site.openClient('vue-recaptcha.js', invisible);
    await noted(page, 'render');
    await page.evaluate('client.execute()');
    await type(page, site.captcha);
    expect(await noted(page, 'verify')).toEqual([TOKEN]);
  });

  it('tells of an expiry', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await site.openClient('vue-recaptcha.js');
    await noted(page, 'render');
    await press(page);
    await type(page, site.captcha);
    await noted(page, 'expired');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it('binds itself to the button in its slot', async () => {
    const button = '<script>window.withButton = true</script>';
    const page = await site.openClient('vue-recaptcha.js', button);
    await noted(page, 'render');
    await page.locator('#send').click();
    await type(page, site.captcha);
    expect(await noted(page, 'verify')).toEqual([TOKEN]);
    await page.locator('#send').click();
    await noted(page, 'verify', 2);
    expect(page.url()).toContain('/page');
  });
});
