import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { ANSWER } from './support/fake-api.ts';
import { button, captcha, useVisits } from './support/visit.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

describeWith({ chromium: CHROMIUM }, 'the widget', () => {
  const visits = useVisits();
  const { visit } = visits;

  const input = (page: Page) => page.getByRole('textbox', { name: 'characters you see' });
  const property = (element: Locator, name: string) =>
    element.evaluate((node, key) => Reflect.get(node, key) as unknown, name);
  const entry = (page: Page, name = 'inkblot-response') =>
    page.locator('form').evaluate((form, key) => {
      const data: unknown = Reflect.construct(Reflect.get(globalThis, 'FormData'), [form]);
      return (data as { get(name: string): string | null }).get(key);
    }, name);

  async function open(page: Page): Promise<void> {
    await button(page, 'Confirm that you are human').click();
    await input(page).waitFor();
  }

  async function solve(page: Page): Promise<void> {
    await open(page);
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    await button(page, 'Confirmed').waitFor();
  }

  it('is solved by keyboard alone and puts its token into the form', async () => {
    const page = await visit(WIDGET);
    await captcha(page).waitFor();
    await page.getByLabel('Name').focus();
    await input(page).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(ANSWER.toLowerCase());
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await entry(page)).toBe(await property(captcha(page), 'value'));
    expect(await entry(page)).toMatch(/^token-of-/);
    expect(await property(captcha(page), 'state')).toBe('solved');
    expect(visits.api.bodies[0]).toEqual({ sitekey: 'site-1', language: 'en' });
    expect(new URL(page.url()).search).toBe('');
  });

  it('asks for nothing until somebody touches the form', async () => {
    const page = await visit(WIDGET);
    await button(page, 'Confirm that you are human').waitFor();
    await page.waitForTimeout(300);
    expect(visits.api.requests).toEqual([]);
  });

  it('leaves the focus where it is when the picture comes', async () => {
    const page = await visit(WIDGET);
    await captcha(page).waitFor();
    await page.getByLabel('Name').focus();
    await input(page).waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await input(page).fill('WRONG1');
    await button(page, 'Check').click();
    await page.getByText('That was not right').first().waitFor();
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.textContent')).toBe(
      'Check',
    );
  });

  it('shows another picture and an empty answer after a wrong one', async () => {
    const page = await visit(WIDGET);
    await open(page);
    await input(page).fill('WRONG1');
    await input(page).press('Enter');
    await page.getByText('That was not right').first().waitFor();
    expect(await input(page).inputValue()).toBe('');
    expect(await input(page).getAttribute('aria-invalid')).toBe('true');
    await input(page).fill('K');
    expect(await input(page).getAttribute('aria-invalid')).toBe('false');
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await entry(page)).toBe(`token-of-${await property(captcha(page), 'challengeId')}`);
  });

  it('changes the picture on request and keeps the focus on the button', async () => {
    const page = await visit(WIDGET);
    await open(page);
    const id = await property(captcha(page), 'challengeId');
    await button(page, 'New picture').click();
    await expect.poll(() => property(captcha(page), 'state')).toBe('ready');
    expect(await property(captcha(page), 'challengeId')).not.toBe(id);
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.textContent')).toBe(
      'New picture',
    );
    expect(visits.api.requests).toContain('POST /v1/challenges/:id/refresh');
  });

  it('warns before time runs out, and gives more without losing what was typed', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await open(page);
    await input(page).fill('KTX');
    expect(await button(page, 'More time').count()).toBe(0);
    await page.clock.fastForward(95_000);
    await page.getByRole('status').getByText('left for this picture').waitFor();
    const id = await property(captcha(page), 'challengeId');
    await button(page, 'More time').click();
    await expect.poll(() => page.locator('inkblot-captcha [part=timer]').textContent()).toBe('');
    expect(await property(captcha(page), 'challengeId')).toBe(id);
    expect(await input(page).inputValue()).toBe('KTX');
  });

  it('says that time ran out, and waits for somebody before it asks again', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await open(page);
    await page.clock.fastForward(121_000);
    await page.getByText('Time ran out').first().waitFor();
    const before = visits.api.requests.length;
    await page.clock.fastForward(600_000);
    expect(visits.api.requests.length).toBe(before);
    await button(page, 'New picture').click();
    await expect.poll(() => property(captcha(page), 'state')).toBe('ready');
  });

  it('takes the token out of the form when it ends', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await solve(page);
    await page.clock.fastForward(95_000);
    await page.getByText('Your confirmation ends in').first().waitFor();
    expect(await entry(page)).toMatch(/^token-of-/);
    await page.clock.fastForward(30_000);
    await page.getByText('Your confirmation ran out').first().waitFor();
    expect(await entry(page)).toBeNull();
    expect(await property(captcha(page), 'value')).toBe('');
  });

  it('keeps an answer that could not be sent, and sends it on request', async () => {
    const page = await visit(WIDGET);
    await open(page);
    await input(page).fill(ANSWER);
    await page.context().setOffline(true);
    await input(page).press('Enter');
    await page.getByText('No connection').first().waitFor();
    expect(await input(page).inputValue()).toBe(ANSWER);
    await page.context().setOffline(false);
    await button(page, 'Try again').click();
    await button(page, 'Confirmed').waitFor();
    expect(visits.api.requests.filter((request) => request.endsWith('/answer'))).toHaveLength(1);
  });

  it('counts down when it asked too often, and then tries once by itself', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    visits.api.trouble = { status: 429, code: 'rate_limited', retryAfterSeconds: 20 };
    await button(page, 'Confirm that you are human').click();
    await page
      .getByText(/Please wait (20|19) s/)
      .first()
      .waitFor();
    expect(await button(page, 'Try again').getAttribute('aria-disabled')).toBe('true');
    await button(page, 'Try again').click({ force: true });
    expect(visits.api.requests).toHaveLength(1);
    visits.api.trouble = null;
    await page.clock.fastForward(20_000);
    await input(page).waitFor();
  });

  it('tries three more times when the service fails, and tells the page once', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    visits.api.trouble = { status: 503, code: 'busy' };
    await captcha(page).evaluate((node) => {
      const codes: unknown[] = [];
      Reflect.set(globalThis, 'codes', codes);
      node.addEventListener('inkblot-error', (event: object) => {
        codes.push(Reflect.get(Reflect.get(event, 'detail'), 'code'));
        Reflect.get(node, 'reset').call(node);
      });
    });
    await button(page, 'Confirm that you are human').click();
    for (let count = 1; count <= 4; count += 1) {
      await expect.poll(() => visits.api.requests.length).toBe(count);
      await page.waitForTimeout(100);
      await page.clock.fastForward(9_000);
    }
    await page.getByText('not available at the moment').first().waitFor();
    await page.clock.fastForward(600_000);
    await page.waitForTimeout(200);
    expect(await page.evaluate('codes')).toEqual(['unavailable']);
    expect(visits.api.requests.length).toBeLessThanOrEqual(5);
  });

  it('tells whoever set up the site when the host name is not allowed', async () => {
    const page = await visit(WIDGET);
    visits.api.trouble = { status: 403, code: 'hostname_not_allowed' };
    await button(page, 'Confirm that you are human').click();
    await page.getByText('not set up correctly').first().waitFor();
    expect(await button(page, 'Try again').count()).toBe(0);
  });

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
