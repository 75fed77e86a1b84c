import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, focused, untilState } from './support/element.ts';
import { ANSWER, DIGITS } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

/** The machine may have much else to do. */
const PATIENCE = { timeout: 10_000 };

describeWith({ chromium: CHROMIUM }, 'another way', () => {
  const visits = useVisits();

  async function open(content = WIDGET, script?: string): Promise<Page> {
    visits.api.kinds = ['picture', 'sound', 'motion', 'work'];
    const page = await visits.visit(content, script ? { script } : {});
    await page.locator('inkblot-captcha [part=start]').click();
    await untilState(page, 'ready');
    return page;
  }

  it('is chosen by keyboard, which leads to the answer, and stays chosen', async () => {
    const page = await open();
    const group = page.getByRole('group', { name: 'Try another way' });
    expect(await group.getByRole('button').allTextContents()).toEqual([
      'Listen instead',
      'Watch instead',
      'Without a test',
    ]);
    await button(page, 'Listen instead').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'digits you hear' }).waitFor();
    expect(visits.api.requests).toContain('POST /v1/challenges/:id/refresh');
    expect(visits.api.bodies).toContainEqual({ kind: 'sound', language: 'en' });
    await expect.poll(() => focused(page), PATIENCE).toBe('the answer');
    await page.getByRole('status').getByText('The recording is ready').waitFor();
    await page.keyboard.type(DIGITS);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
    await captcha(page).evaluate((node) => Reflect.get(node, 'reset').call(node));
    await page.getByRole('textbox', { name: 'digits you hear' }).waitFor();
  });

  it('is missed by no picture whose script cannot be had', async () => {
    visits.api.kinds = ['picture', 'sound'];
    const page = await visits.visit(WIDGET);
    await page.route('**/lazy/kinds.js*', (route) => route.abort());
    await button(page, 'Confirm that you are human').click();
    await page.getByRole('textbox', { name: 'characters you see' }).fill(ANSWER);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('leaves the focus alone that has gone elsewhere', async () => {
    const page = await open();
    await page.route('**/refresh', async (route) => {
      await page.getByLabel('Name').focus();
      await route.continue();
    });
    await button(page, 'Watch instead').click();
    await page.getByRole('img', { name: 'Moving picture' }).waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('may be no test at all, and the focus goes where it can be seen', async () => {
    const page = await open();
    await button(page, 'Without a test').focus();
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await focused(page)).toBe('Confirmed');
    expect(await page.getByRole('textbox', { name: 'characters' }).isVisible()).toBe(false);
  });

  it('goes back to a picture at its whole size', async () => {
    const page = await open();
    const canvas = page.getByRole('img');
    const width = (await canvas.boundingBox())?.width;
    await button(page, 'Watch instead').click();
    await page.getByRole('img', { name: 'Moving picture' }).waitFor();
    await button(page, 'Read instead').click();
    await page.getByRole('img', { name: /^Picture of/ }).waitFor();
    expect((await canvas.boundingBox())?.width).toBe(width);
    await page.getByRole('textbox', { name: 'characters you see' }).fill(ANSWER);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('is where the page began if the page wishes so, until somebody chooses', async () => {
    const page = await open('<inkblot-captcha sitekey="site-1" kind="motion"></inkblot-captcha>');
    await page.getByRole('img', { name: 'Moving picture' }).waitFor();
    expect(visits.api.bodies[0]).toMatchObject({ kind: 'motion' });
    await button(page, 'Listen instead').click();
    await page.getByRole('textbox', { name: 'digits you hear' }).fill('1');
    await page.keyboard.press('Enter');
    await untilState(page, 'wrong');
    expect(visits.api.bodies.at(-1)).toMatchObject({ kind: 'sound' });
    await captcha(page).evaluate((node) => Object.assign(node, { kind: 'picture' }));
    await page.getByRole('textbox', { name: 'characters you see' }).waitFor();
  });

  it.each([
    ['1/api.js', 'h-captcha'],
    ['recaptcha/api.js', 'g-recaptcha'],
    ['turnstile/v0/api.js', 'cf-turnstile'],
  ])('is there with %s', async (script, name) => {
    const page = await open(`<div class="${name}" data-sitekey="k"></div>`, script);
    await button(page, 'Listen instead').click();
    await page.getByRole('textbox', { name: 'digits you hear' }).fill(DIGITS);
    await page.keyboard.press('Enter');
    await untilState(page, 'solved');
    const value = await page.locator(`[name=${name}-response]`).inputValue();
    expect(value).toMatch(/^token-of-/);
  });
});
