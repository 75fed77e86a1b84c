import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, untilState } from './support/element.ts';
import { ANSWER, EASY_WORK, HARD_WORK } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

/** The machine may have much else to do. */
const PATIENCE = { timeout: 10_000 };

describeWith({ chromium: CHROMIUM }, 'work', () => {
  const visits = useVisits();
  const bar = (page: Page) => page.getByRole('progressbar', { name: 'One moment' });
  const input = (page: Page) => page.getByRole('textbox', { name: 'characters you see' });

  it('alone needs one touch of the form, shows how far it is, and opens nothing', async () => {
    Object.assign(visits.api, { kind: 'work', work: HARD_WORK });
    const page = await visits.visit(WIDGET);
    await captcha(page).waitFor();
    await captcha(page).evaluate((node) => {
      const opened: unknown[] = [];
      Reflect.set(globalThis, 'opened', opened);
      node.addEventListener('inkblot-open', () => opened.push(1));
    });
    await page.getByLabel('Name').focus();
    await bar(page).waitFor();
    const before = Number(await bar(page).getAttribute('aria-valuenow'));
    await expect
      .poll(async () => Number(await bar(page).getAttribute('aria-valuenow')), PATIENCE)
      .toBeGreaterThan(before);
    await button(page, 'One moment…').waitFor();
    await button(page, 'Confirmed').waitFor({ timeout: 30_000 });
    expect(await bar(page).isVisible()).toBe(false);
    expect(await page.evaluate('opened')).toEqual([]);
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
  });

  it('goes on while somebody types, and is waited for once they have', async () => {
    visits.api.work = HARD_WORK;
    const page = await visits.visit(WIDGET);
    await button(page, 'Confirm that you are human').click();
    await input(page).fill(ANSWER);
    expect(await bar(page).isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await bar(page).waitFor();
    expect(visits.api.requests.filter((request) => request.endsWith('/answer'))).toEqual([]);
    await button(page, 'Confirmed').waitFor({ timeout: 30_000 });
    expect(visits.api.bodies.at(-1)).toMatchObject({ answer: ANSWER, work: expect.any(String) });
  });

  it('brings another challenge when it is not taken', async () => {
    Object.assign(visits.api, { work: EASY_WORK, badProofs: 1 });
    const page = await visits.visit(WIDGET);
    await button(page, 'Confirm that you are human').click();
    await input(page).fill(ANSWER);
    await page.keyboard.press('Enter');
    await expect.poll(() => input(page).inputValue(), PATIENCE).toBe('');
    await untilState(page, 'ready');
    await input(page).fill(ANSWER);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('says so when it is never taken', async () => {
    Object.assign(visits.api, { kind: 'work', badProofs: 4 });
    const page = await visits.visit(WIDGET);
    await button(page, 'Confirm that you are human').click();
    await page.getByText('not available at the moment').first().waitFor();
    await button(page, 'Try again').click();
    await button(page, 'Confirmed').waitFor();
  });

  it.each([
    [
      '1/api.js',
      `hcaptcha.render('box', { sitekey: 'k', size: 'invisible' });
      done = hcaptcha.execute({ async: true }).then(({ response }) => response); 0`,
    ],
    ['recaptcha/api.js', `done = grecaptcha.execute('k', { action: 'login' }); 0`],
    [
      'turnstile/v0/api.js',
      `done = new Promise((callback) => turnstile.render('#box', { sitekey: 'k',
      appearance: 'interaction-only', callback })); 0`,
    ],
  ])('is seen by nobody where %s is invisible', async (script, run) => {
    Object.assign(visits.api, { kind: 'work', work: HARD_WORK });
    const page = await visits.visit('</form><div id="box"></div>', {
      script: `${script}?render=explicit`,
    });
    await page.waitForFunction('window.hcaptcha || window.grecaptcha || window.turnstile');
    await page.evaluate(run);
    await page.locator('inkblot-captcha[data-state=checking]').waitFor({ state: 'attached' });
    expect(await page.locator('inkblot-captcha [part=box]').isVisible()).toBe(false);
    expect(await page.evaluate('done')).toMatch(/^token-of-/);
  });

  it('is done where a policy forbids workers', async () => {
    visits.api.kind = 'work';
    const policy = `default-src 'none'; script-src API; connect-src API`;
    const page = await visits.visit(WIDGET, { policy });
    await button(page, 'Confirm that you are human').click();
    await button(page, 'Confirmed').waitFor({ timeout: 30_000 });
    expect(visits.pages.takeBreaches().join()).toContain('blob');
  });
});

describeWith({ chromium: CHROMIUM }, 'the honeypot', () => {
  const visits = useVisits();
  const trap = '<inkblot-captcha sitekey="site-1" honeypot="website"></inkblot-captcha>';

  it('is a field of the form that nobody reaches, and what it holds goes with the answer', async () => {
    const page = await visits.visit(trap);
    const field = page.locator('form input[name=website]');
    await field.waitFor({ state: 'attached' });
    expect(
      await field.evaluate((node) => Reflect.get(Reflect.get(node, 'form'), 'localName')),
    ).toBe('form');
    expect(await page.getByRole('textbox').count()).toBe(1);
    await page.getByLabel('Name').focus();
    for (let presses = 0; presses < 10; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.name')).not.toBe('website');
    }
    const box = await field.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(0);
    await field.fill('https://spam.test');
    const input = page.getByRole('textbox', { name: 'characters you see' });
    await input.fill(ANSWER);
    await input.press('Enter');
    await untilState(page, 'solved');
    expect(visits.api.bodies.at(-1)).toEqual({ answer: ANSWER, honeypot: 'https://spam.test' });
  });

  it('is not there unless it is wanted, and says nothing while it is empty', async () => {
    const page = await visits.visit(trap.replace('honeypot="website"', ''));
    await button(page, 'Confirm that you are human').click();
    const input = page.getByRole('textbox', { name: 'characters you see' });
    await input.fill(ANSWER);
    await input.press('Enter');
    await untilState(page, 'solved');
    expect(visits.api.bodies.at(-1)).toEqual({ answer: ANSWER });
    expect(await page.evaluate(`document.querySelectorAll('form input').length`)).toBe(1);
  });
});
