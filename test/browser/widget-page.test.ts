import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, property } from './support/element.ts';
import { ANSWER } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';
import { entry, input, open, solve, WIDGET } from './support/widget.ts';

describeWith({ chromium: CHROMIUM }, 'the widget in its page', () => {
  const visits = useVisits();
  const { visit } = visits;

  it('stops a form that requires it until it is solved', async () => {
    const page = await visit('<inkblot-captcha sitekey="site-1" required></inkblot-captcha>');
    await captcha(page).waitFor();
    await button(page, 'Send').click();
    await input(page).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await property(captcha(page), 'validationMessage')).toContain('security check');
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    await button(page, 'Confirmed').waitFor();
    await button(page, 'Send').click();
    await page.waitForURL(/inkblot-response=token-of-/);
  });

  it('works under a policy that names only its origin, with Trusted Types', async () => {
    const policy = `default-src 'none'; script-src ${visits.api.origin}; connect-src ${visits.api.origin}; require-trusted-types-for 'script'`;
    const page = await visit(WIDGET, { policy });
    await solve(page);
    expect(await captcha(page).evaluate((node) => Reflect.get(node, 'clientWidth'))).toBe(340);
  });

  it('fits a page of 320 pixels', async () => {
    const page = await visit(WIDGET, { viewport: { width: 320, height: 480 } });
    await open(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect((await button(page, 'Check').boundingBox())?.height).toBeGreaterThanOrEqual(44);
  });

  it('takes a pasted answer with blanks', async () => {
    const page = await visit(WIDGET);
    await page.getByLabel('Name').fill(`  ${ANSWER} `);
    await page.getByLabel('Name').press('ControlOrMeta+a');
    await page.getByLabel('Name').press('ControlOrMeta+c');
    await input(page).focus();
    await page.keyboard.press('ControlOrMeta+v');
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('is dark where the reader wants it, unless the page says otherwise', async () => {
    const both = `${WIDGET}<inkblot-captcha sitekey="site-1" theme="light"></inkblot-captcha>`;
    const page = await visit(both, { colorScheme: 'dark' });
    const colours = await captcha(page).evaluateAll((nodes) =>
      nodes.map((node) => {
        const box = Reflect.get(node, 'shadowRoot').querySelector('[part=box]');
        return Reflect.get(globalThis, 'getComputedStyle')(box).backgroundColor as string;
      }),
    );
    expect(colours).toEqual(['rgb(26, 29, 34)', 'rgb(255, 255, 255)']);
  });

  it('opens above the page where its container would cut it off', async () => {
    const page = await visit(
      `<div style="width:0;height:0;overflow:hidden">
        <inkblot-captcha sitekey="site-1" start="manual" appearance="challenge"></inkblot-captcha>
      </div>`,
    );
    await captcha(page).waitFor({ state: 'attached' });
    await captcha(page).evaluate((node) => {
      const token = Reflect.get(node, 'execute').call(node);
      Reflect.set(globalThis, 'token', token);
    });
    await input(page).waitFor();
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    expect(await page.evaluate('token')).toMatch(/^token-of-/);
    expect(await button(page, 'Close').isVisible()).toBe(false);
  });

  it('closes what opened above the page with Escape, and says so', async () => {
    const page = await visit('<inkblot-captcha sitekey="site-1" panel="docked"></inkblot-captcha>');
    await open(page);
    await captcha(page).evaluate((node) => {
      const code = Reflect.get(node, 'execute')
        .call(node)
        .catch((error: unknown) => Reflect.get(error as object, 'code'));
      Reflect.set(globalThis, 'code', code);
    });
    await input(page).focus();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('code')).toBe('closed');
    expect(await input(page).isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.localName')).toBe('inkblot-captcha');
  });

  it('writes the language of the page', async () => {
    const page = await visit(`<div lang="ar">${WIDGET}</div>`);
    await button(page, 'أكّد أنك إنسان').click();
    const box = page.getByRole('group', { name: 'التحقق الأمني' });
    expect(await box.getAttribute('dir')).toBe('rtl');
    expect(await page.locator('inkblot-captcha [part=input]').getAttribute('dir')).toBe('ltr');
  });

  it('keeps its state when a framework moves it', async () => {
    const page = await visit(`<div id="new-place"></div>${WIDGET}`);
    await solve(page);
    await page.evaluate(
      'document.querySelector("#new-place").append(document.querySelector("inkblot-captcha"))',
    );
    expect(await property(captcha(page), 'state')).toBe('solved');
    expect(await entry(page)).toMatch(/^token-of-/);
  });

  it('sends nothing when it is reset and taken away in one task', async () => {
    const page = await visit(WIDGET);
    await solve(page);
    const before = visits.api.requests.length;
    await captcha(page).evaluate((node) => {
      Reflect.get(node, 'reset').call(node);
      Reflect.get(node, 'remove').call(node);
    });
    await page.waitForTimeout(200);
    expect(visits.api.requests.length).toBe(before);
  });

  it('leaves a button where it is while it is pressed', async () => {
    const page = await visit(WIDGET);
    await solve(page);
    const send = await button(page, 'Send').boundingBox();
    await page.mouse.move((send?.x ?? 0) + 10, (send?.y ?? 0) + 10);
    await page.mouse.down();
    await page.waitForTimeout(500);
    await page.mouse.up();
    await page.waitForURL(/inkblot-response=token-of-/);
  });

  it('can be solved in a modal dialog', async () => {
    const page = await visit(
      `<dialog><div style="width:300px;height:65px;overflow:hidden">${WIDGET}</div></dialog>`,
    );
    await page.evaluate('document.querySelector("dialog").showModal()');
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    await expect.poll(() => property(captcha(page), 'state')).toBe('solved');
    expect(await page.evaluate('document.activeElement.localName')).toBe('inkblot-captcha');
  });

  it('takes what a page set before the script came', async () => {
    const page = await visit('<inkblot-captcha></inkblot-captcha>');
    await captcha(page).evaluate((node) => {
      const copy: object = Reflect.get(node, 'cloneNode').call(node);
      Object.assign(copy, { sitekey: 'late', name: 'proof' });
      Reflect.get(node, 'replaceWith').call(node, copy);
    });
    await solve(page);
    expect(visits.api.bodies[0]).toEqual({ sitekey: 'late', language: 'en' });
    expect(await entry(page, 'proof')).toMatch(/^token-of-/);
  });

  it('shows its state to style sheets', async () => {
    const page = await visit(WIDGET);
    await solve(page);
    expect(await page.locator('inkblot-captcha:state(solved)[data-state=solved]').count()).toBe(1);
  });

  it('lets the form be reset', async () => {
    const page = await visit(`${WIDGET}<button type="reset">Clear</button>`);
    await solve(page);
    await button(page, 'Clear').click();
    await input(page).waitFor();
    expect(await entry(page)).toBeNull();
  });
});
