import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { useRealService } from '../support/processes/real-service.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { violationsOf } from './support/axe.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';
import { untilState } from './support/element.ts';
import { fillIn } from './support/forum.ts';
import { type Pair, startPair } from './support/forum-element.ts';

describeWith({ Chromium: CHROMIUM, 'redis-server': SERVER }, 'nothing hinders people', () => {
  const captcha = useRealService({ DEMO: 'true' });
  afterEach(() => captcha.reset());
  const pages = usePages();

  const answer = async () => String(await eventually(() => captcha.answer()));

  async function open(path: string, scheme: 'light' | 'dark'): Promise<Page> {
    const page = await pages.open();
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${captcha.origin}${path}`);
    return page;
  }

  it.each(['light', 'dark'] as const)(
    'in any state of the element, on a %s page',
    async (scheme) => {
      const page = await open('/demo', scheme);
      const element = page.locator('inkblot-captcha').first();
      const is = (state: string) =>
        page.locator(`inkblot-captcha[data-state=${state}]`).first().waitFor();
      await element.locator('[part=start]').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await element.locator('[part=start]').click();
      await is('ready');
      expect(await violationsOf(page)).toEqual([]);
      const field = element.getByRole('textbox');
      await field.fill('WRONG2');
      await field.press('Enter');
      await is('wrong');
      expect(await violationsOf(page)).toEqual([]);
      await field.fill(await answer());
      await field.press('Enter');
      await is('solved');
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send' }).first().click();
      await page.getByText('"success": true').waitFor();
    },
  );

  it.each(['offline', 'rate-limited', 'failed'])('when it is %s', async (state) => {
    const page = await open('/demo', 'light');
    await page.route('**/v1/challenges', (route) => {
      if (state === 'offline') return route.abort();
      const status = state === 'failed' ? 404 : 429;
      const problem = {
        type: 'about:blank',
        title: '',
        status,
        code: state === 'failed' ? 'unknown_sitekey' : 'rate_limited',
      };
      return route.fulfill({
        status,
        headers: { 'retry-after': '30', 'access-control-expose-headers': 'retry-after' },
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      });
    });
    await page.locator('inkblot-captcha [part=start]').first().click();
    await page.locator(`inkblot-captcha[data-state=${state}]`).first().waitFor({ timeout: 20_000 });
    expect(await violationsOf(page)).toEqual([]);
  });

  it('when a warning is shown, and when the time is over', async () => {
    const page = await pages.open();
    await page.clock.install();
    await page.goto(`${captcha.origin}/demo`);
    const element = page.locator('inkblot-captcha').first();
    await element.locator('[part=start]').click();
    await element.getByRole('textbox').waitFor();
    await page.clock.fastForward(100_000);
    await element.getByRole('button', { name: 'More time' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.clock.fastForward(30_000);
    await page.locator('inkblot-captcha[data-state=expired]').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('on the page without scripts, %s', async (scheme) => {
    const page = await open('/v1/no-script?sitekey=test-key', scheme);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('textbox').fill('WRONG2');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('textbox').fill(await answer());
    await page.keyboard.press('Enter');
    await page.getByLabel('Code').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('on a page 320 pixels wide: nothing is scrolled sideways', async () => {
    const page = await pages.open({ viewport: { width: 320, height: 800 } });
    await page.goto(`${captcha.origin}/demo`);
    await page.locator('inkblot-captcha [part=start]').first().click();
    await page.locator('inkblot-captcha[data-state=ready]').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it('and the keyboard alone is enough to solve a picture', async () => {
    const page = await open('/demo', 'light');
    await page.locator('inkblot-captcha [part=start]').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('inkblot-captcha[data-state=ready]').first().waitFor();
    const text = await answer();
    // From the button to the field, and no trap on the way.
    for (let presses = 0; presses < 6; presses++) {
      const isField = await page.evaluate(
        `document.activeElement?.shadowRoot?.activeElement?.localName === 'input'`,
      );
      if (isField) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.locator('inkblot-captcha[data-state=solved]').first().waitFor();
  });
});

describeWith(
  { Chromium: CHROMIUM, 'redis-server': SERVER },
  'nothing hinders people on the forum',
  () => {
    let pair: Pair;
    beforeAll(async () => {
      pair = await startPair();
    });
    afterAll(() => pair?.stop());
    const pages = usePages();

    it.each(['/', '/register', '/register/classic'])('at %s', async (path) => {
      const page = await pages.open();
      await page.goto(pair.forum.origin + path);
      expect(await violationsOf(page)).toEqual([]);
    });

    it('while they register', async () => {
      const page = await pages.open();
      await page.goto(`${pair.forum.origin}/register`);
      await fillIn(page, { name: 'Ada' });
      await untilState(page, 'ready');
      expect(await violationsOf(page)).toEqual([]);
    });
  },
);
