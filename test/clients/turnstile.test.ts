import { expect, it } from 'vitest';
import { CHROMIUM } from '../browser/support/chromium.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useSite } from './support/host.ts';
import { answerField, countOf, formOf, noted, press, TOKEN, type } from './support/person.ts';

const FIELD = 'cf-turnstile-response';

const props = (value: unknown) => `<script>window.props = ${JSON.stringify(value)}</script>`;

describeWith({ Chromium: CHROMIUM }, '@marsidev/react-turnstile', () => {
  const site = useSite();
  const open = (given: unknown = {}) =>
    site.openClient(
      'marsidev-react-turnstile.js',
      `${props(given)}<script id="cf-turnstile-script" async defer
        src="CAPTCHA_ORIGIN/turnstile/v0/api.js?onload=onloadTurnstileCallback&render=explicit"></script>`,
    );

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await open();
    await noted(page, 'widget');
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'success');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    expect(await page.evaluate('client.getResponse()')).toBe(token);
    expect(await page.evaluate('client.isExpired()')).toBe(false);
    expect(
      await page.evaluate(`log.map(([name]) => name).filter((name) => /before|after/.test(name))`),
    ).toEqual(['before', 'after']);
    await page.evaluate('client.reset()');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
    expect(await page.evaluate('client.getResponse()')).toBeUndefined();
  });

  it('tells which token has expired', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await open();
    await noted(page, 'widget');
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'success');
    expect(await noted(page, 'expire')).toEqual([token]);
    expect(await page.evaluate('client.isExpired()')).toBe(true);
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it('opens above the page from a container without extent', async () => {
    const page = await open({ options: { size: 'invisible', execution: 'execute' } });
    await noted(page, 'widget');
    await page.waitForTimeout(200);
    expect(site.captcha.requests).toEqual([]);
    const done = page.evaluate('client.execute(), client.getResponsePromise()');
    await type(page, site.captcha);
    expect(await done).toEqual(TOKEN);
  });

  it('tells the code of a failure, and starts again after a reset', async () => {
    site.captcha.trouble = { status: 403, code: 'hostname_not_allowed' };
    const page = await open();
    await noted(page, 'widget');
    await press(page);
    expect(await noted(page, 'error')).toEqual(['110200']);
    site.captcha.trouble = null;
    await page.evaluate('client.reset()');
    await type(page, site.captcha);
    expect(await noted(page, 'success')).toEqual([TOKEN]);
    expect(await countOf(page, 'error')).toBe(1);
  });

  it('loads the script from its own address', async () => {
    const page = await site.openClient(
      'marsidev-react-turnstile.js',
      props({ injectScript: true }),
    );
    await noted(page, 'widget');
    await press(page);
    await type(page, site.captcha);
    expect(await noted(page, 'success')).toEqual([TOKEN]);
  });

  it('leaves nothing when it is unmounted', async () => {
    const page = await open();
    await noted(page, 'widget');
    await page.evaluate('setShown(false)');
    await page.waitForFunction(`!document.querySelector('inkblot-captcha')`);
  });
});

describeWith({ Chromium: CHROMIUM }, 'react-turnstile', () => {
  const site = useSite();
  const open = (given: unknown = {}) =>
    site.openClient(
      'react-turnstile.js',
      `${props(given)}<script src="CAPTCHA_ORIGIN/turnstile/v0/api.js?render=explicit"></script>`,
    );

  it('hands over the token, which the form holds, and takes it back', async () => {
    const page = await open();
    await noted(page, 'load');
    await press(page);
    await type(page, site.captcha);
    const [token] = await noted(page, 'success');
    expect(token).toEqual(TOKEN);
    expect(await formOf(page)).toEqual({ [FIELD]: token });
    await page.evaluate('client.reset()');
    expect(await formOf(page)).toEqual({ [FIELD]: '' });
  });

  it('loads the script from its own address', async () => {
    const page = await site.openClient('react-turnstile.js');
    await noted(page, 'load');
    await press(page);
    await type(page, site.captcha);
    expect(await noted(page, 'success')).toEqual([TOKEN]);
  });

  it('works in the sizes it fixes', async () => {
    const page = await open({ fixedSize: true, size: 'compact', style: { overflow: 'hidden' } });
    await noted(page, 'load');
    await press(page);
    await answerField(page).waitFor();
    await type(page, site.captcha);
    expect(await noted(page, 'success')).toEqual([TOKEN]);
  });

  it('executes, and renews after an expiry', async () => {
    site.captcha.tokenTtlMs = 1000;
    const page = await open({ execution: 'execute', responseFieldName: 'proof' });
    await noted(page, 'load');
    await page.evaluate('client.execute()');
    await type(page, site.captcha);
    const [token] = await noted(page, 'success');
    expect(await noted(page, 'expire')).toEqual([token, expect.anything()]);
    expect(await formOf(page)).toEqual({ proof: '' });
    await page.evaluate('client.reset(), client.execute()');
    await type(page, site.captcha);
    expect(await noted(page, 'success', 2)).toEqual([TOKEN]);
  });
});
