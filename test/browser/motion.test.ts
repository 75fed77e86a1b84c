import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, untilState } from './support/element.ts';
import { ANSWER, type FakeKind } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

/** The machine may have much else to do. */
const PATIENCE = { timeout: 10_000 };

describeWith({ chromium: CHROMIUM }, 'motion', () => {
  const visits = useVisits();
  const picture = (page: Page) => page.getByRole('img', { name: 'Moving picture' });
  const pixels = (page: Page): Promise<string> =>
    page.evaluate(`document.querySelector('inkblot-captcha').shadowRoot
      .querySelector('canvas').toDataURL()`);

  async function moves(page: Page): Promise<boolean> {
    const before = await pixels(page);
    await page.waitForTimeout(300);
    return (await pixels(page)) !== before;
  }

  async function watch(
    options: Parameters<typeof visits.visit>[1] & { kinds?: FakeKind[]; content?: string } = {},
  ): Promise<Page> {
    const { kinds = ['picture', 'motion', 'sound'], content = WIDGET, ...others } = options;
    Object.assign(visits.api, { kind: 'motion', kinds });
    const page = await visits.visit(content, others);
    return page;
  }

  it('moves once somebody opens it, is paused on request, and stops with the answer', async () => {
    const page = await watch();
    await button(page, 'Confirm that you are human').click();
    await picture(page).waitFor();
    expect(await moves(page)).toBe(true);
    await button(page, 'Pause').click();
    expect(await moves(page)).toBe(false);
    await button(page, 'Play').click();
    expect(await moves(page)).toBe(true);
    await page.getByRole('textbox', { name: 'characters you see' }).fill(ANSWER);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await moves(page)).toBe(false);
  });

  it('stands still beside a form until somebody turns to it', async () => {
    const page = await watch();
    await captcha(page).waitFor();
    await page.getByLabel('Name').focus();
    await picture(page).waitFor();
    expect(await moves(page)).toBe(false);
    await page.getByRole('textbox', { name: 'characters you see' }).focus();
    expect(await moves(page)).toBe(true);
  });

  it('is another kind for whoever wants little motion, before anything is shown', async () => {
    const page = await watch({ reducedMotion: 'reduce' });
    await button(page, 'Confirm that you are human').click();
    await page.getByRole('img', { name: 'Picture of' }).waitFor();
    expect(visits.api.bodies).toEqual([
      { sitekey: 'site-1', language: 'en' },
      { kind: 'picture', language: 'en' },
    ]);
    expect(visits.api.requests.filter((request) => request.endsWith('/media'))).toHaveLength(1);
    // Whoever asks for it all the same starts it, too.
    await button(page, 'Watch instead').click();
    await picture(page).waitFor();
    await page.getByRole('textbox', { name: 'characters you see' }).focus();
    expect(await moves(page)).toBe(false);
    await button(page, 'Play').click();
    expect(await moves(page)).toBe(true);
  });

  it('is sound where there is no picture', async () => {
    const page = await watch({ reducedMotion: 'reduce', kinds: ['motion', 'sound'] });
    await button(page, 'Confirm that you are human').click();
    await page.getByRole('textbox', { name: 'digits you hear' }).waitFor();
  });

  it('stands still for whoever wants little motion and can have nothing else', async () => {
    const page = await watch({ reducedMotion: 'reduce', kinds: ['motion'] });
    await button(page, 'Confirm that you are human').click();
    await picture(page).waitFor();
    expect(await moves(page)).toBe(false);
    await button(page, 'Play').waitFor();
  });

  it.each([1, 1.5, 2])('has whole pixels on a display of %d pixels a pixel', async (ratio) => {
    const page = await watch({ deviceScaleFactor: ratio });
    await button(page, 'Confirm that you are human').click();
    await picture(page).waitFor();
    await expect
      .poll(async () => {
        const sides = await picture(page).evaluate((canvas) => {
          const style: object = Reflect.get(globalThis, 'getComputedStyle')(canvas);
          return ['width', 'height'].map((side) => Number.parseFloat(Reflect.get(style, side)));
        });
        const [across = 0, down = 0] = sides.map((side) => side * ratio);
        return [across / 160, down / 56].map((scale) => Math.round(scale * 100) / 100);
      }, PATIENCE)
      .toEqual([Math.floor((304 * ratio) / 160), Math.floor((304 * ratio) / 160)]);
  });

  it('needs of a policy only script-src and connect-src', async () => {
    const policy = `default-src 'none'; script-src API; connect-src API; require-trusted-types-for 'script'`;
    const page = await watch({ policy });
    await button(page, 'Confirm that you are human').click();
    await picture(page).waitFor();
    expect(await moves(page)).toBe(true);
    await untilState(page, 'ready');
  });
});
