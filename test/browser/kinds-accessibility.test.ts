import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { violationsOf } from './support/axe.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, focused, untilState } from './support/element.ts';
import { ANSWER, DIGITS, HARD_WORK } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1" honeypot="website"></inkblot-captcha>';
const DARK = `<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
  </style>`;

describeWith({ chromium: CHROMIUM }, 'nothing hinders people in any kind', () => {
  const visits = useVisits();

  async function open(kind: string, options: Parameters<typeof visits.visit>[1]): Promise<Page> {
    const work = kind === 'work' ? HARD_WORK : null;
    const kinds = ['picture', 'sound', 'motion', 'work'];
    Object.assign(visits.api, { kind, kinds, work, spoken: 'de' });
    const page = await visits.visit(DARK + WIDGET, options);
    await button(page, 'Confirm that you are human').click();
    await untilState(page, kind === 'work' ? 'checking' : 'ready');
    return page;
  }

  it.each([
    ['sound', 'light'],
    ['sound', 'dark'],
    ['motion', 'light'],
    ['motion', 'dark'],
    ['work', 'light'],
    ['work', 'dark'],
  ] as const)('%s, on a %s page', async (kind, colorScheme) => {
    const page = await open(kind, { colorScheme });
    if (kind === 'sound') await button(page, 'Play').click();
    expect(await violationsOf(page)).toEqual([]);
    if (kind !== 'work') {
      await page.locator('inkblot-captcha [part=input]').fill('1');
      await page.keyboard.press('Enter');
      await untilState(page, 'wrong');
      expect(await violationsOf(page)).toEqual([]);
    }
  });

  it.each(['picture', 'sound', 'motion', 'work'])(
    '%s, on a page 320 pixels wide: nothing is scrolled sideways',
    async (kind) => {
      const page = await open(kind, { viewport: { width: 320, height: 700 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    },
  );

  it.each([
    ['sound', DIGITS, ['Play', 'Back 2 s', 'Slower', 'the answer']],
    ['motion', ANSWER, ['Pause', 'the answer']],
  ] as const)('and the keyboard alone is enough for %s', async (kind, answer, stops) => {
    const page = await open(kind, {});
    for (const stop of stops) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe(stop);
    }
    await page.keyboard.type(answer);
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('and each thing to press is 44 pixels high', async () => {
    const page = await open('sound', {});
    for (const target of await page.locator('inkblot-captcha button:visible').all()) {
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });
});
