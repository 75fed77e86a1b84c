import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, focused, untilState } from './support/element.ts';
import { DIGITS } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';
import { toneWav } from './support/wav.ts';

const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

describeWith({ chromium: CHROMIUM }, 'sound', () => {
  const visits = useVisits();
  const field = (page: Page) => page.getByRole('textbox', { name: 'digits you hear' });

  async function listen(options: Parameters<typeof visits.visit>[1] = {}): Promise<Page> {
    visits.api.kind = 'sound';
    visits.api.kinds = ['picture', 'sound'];
    const page = await visits.visit(WIDGET, options);
    await button(page, 'Confirm that you are human').click();
    await field(page).waitFor();
    return page;
  }

  it('never plays by itself, and is played, paused and repeated from within the answer', async () => {
    const page = await listen();
    await page.waitForTimeout(500);
    expect(await button(page, 'Pause').count()).toBe(0);
    await field(page).focus();
    await page.keyboard.press('Space');
    await button(page, 'Pause').waitFor();
    await page.keyboard.type(DIGITS.slice(0, 3));
    await page.keyboard.press('Space');
    await button(page, 'Play').waitFor();
    await page.keyboard.press('[');
    await button(page, 'Pause').waitFor();
    // To its end, and once more from the beginning.
    await button(page, 'Play').waitFor();
    await page.keyboard.press('Space');
    await button(page, 'Pause').waitFor();
    await page.keyboard.type(DIGITS.slice(3));
    expect(await field(page).inputValue()).toBe(DIGITS);
    expect(await field(page).getAttribute('inputmode')).toBe('numeric');
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
  });

  it('stays sound after an error, and says what is new', async () => {
    const page = await listen();
    await field(page).fill('111111');
    await field(page).press('Enter');
    await untilState(page, 'wrong');
    expect(visits.api.bodies.at(-1)).toEqual({
      sitekey: 'site-1',
      language: 'en',
      kind: 'sound',
    });
    await page.getByRole('status').getByText('try this new recording').waitFor();
    expect(await focused(page)).toBe('the answer');
    await page.keyboard.press('Space');
    await button(page, 'Pause').waitFor();
    await button(page, 'New recording').click();
    await untilState(page, 'ready');
    expect(await button(page, 'Pause').count()).toBe(0);
  });

  it('is heard without anything else being said', async () => {
    visits.api.recording = () => toneWav(20);
    const page = await listen({ fakeClock: true });
    await button(page, 'Play').click();
    await button(page, 'Pause').waitFor();
    await page.clock.fastForward(95_000);
    await button(page, 'More time').waitFor();
    await page.clock.fastForward(1_000);
    expect(await page.getByRole('status').textContent()).not.toContain('left for this recording');
    await button(page, 'Pause').click();
    await button(page, 'Play').waitFor();
    await page.clock.fastForward(1_000);
    await page.getByRole('status').getByText('left for this recording').waitFor();
  });

  it('is slower on request', async () => {
    const page = await listen();
    await button(page, 'Slower').click();
    expect(await button(page, 'Slower').getAttribute('aria-pressed')).toBe('true');
    const startedMs = Date.now();
    await button(page, 'Play').click();
    await button(page, 'Pause').waitFor();
    await button(page, 'Play').waitFor();
    expect(Date.now() - startedMs).toBeGreaterThan(3_400);
  });

  it('says which language is spoken if it is not that of the page', async () => {
    visits.api.spoken = 'pt-BR';
    const page = await listen();
    await page.getByText('Language of the recording: Brazilian Portuguese').waitFor();
  });

  it.each([
    ['where a policy allows no media', `media-src 'none'`],
    ['under a policy of requests alone', `require-trusted-types-for 'script'`],
  ])('plays %s', async (_, extra) => {
    const policy = `default-src 'none'; script-src API; connect-src API; ${extra}`;
    const page = await listen({ policy });
    await field(page).focus();
    await page.keyboard.press('Space');
    await button(page, 'Pause').waitFor();
    await page.keyboard.press('Space');
    await button(page, 'Play').waitFor();
    await button(page, 'Slower').click();
    await page.keyboard.press('Tab');
    await button(page, 'Back 2 s').click();
    await button(page, 'Pause').waitFor();
    await button(page, 'Play').waitFor();
    await field(page).fill(DIGITS);
    await field(page).press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(visits.pages.takeBreaches().join()).toContain('media');
  });

  it('leads to a picture when it cannot be had', async () => {
    visits.api.kinds = ['picture', 'sound'];
    const page = await visits.visit(WIDGET);
    await page.route('**/media', (route) =>
      visits.api.bodies.length > 1
        ? route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' } })
        : route.continue(),
    );
    await captcha(page).evaluate((node) =>
      Reflect.get(node, 'setAttribute').call(node, 'retry', 'never'),
    );
    await button(page, 'Confirm that you are human').click();
    await button(page, 'Listen instead').click();
    await untilState(page, 'failed');
    await page.unroute('**/media');
    await button(page, 'Read instead').click();
    await page.getByRole('textbox', { name: 'characters you see' }).waitFor();
  });
});
