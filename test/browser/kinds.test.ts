import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { SITE_SECRET, SITEKEY, useRealService } from '../support/processes/real-service.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';

/** The button that leads to a kind. */
const WAYS = { sound: 'Listen instead', motion: 'Watch instead', work: 'Without a test' } as const;

describeWith({ Chromium: CHROMIUM, 'redis-server': SERVER }, 'on a real service', () => {
  const service = useRealService({ DEMO: 'true', ALTERNATIVES: 'picture, motion, sound, work' });
  const pages = usePages();

  const element = (page: Page) => page.locator('inkblot-captcha').first();
  const is = (page: Page, state: string) =>
    page.locator(`inkblot-captcha[data-state=${state}]`).first().waitFor({ timeout: 20_000 });

  async function begin(): Promise<Page> {
    const page = await pages.open();
    await page.goto(`${service.origin}/demo`);
    await element(page).locator('[part=start]').click();
    await is(page, 'ready');
    return page;
  }

  async function answerIt(page: Page): Promise<void> {
    const id = await element(page).evaluate((node) => String(Reflect.get(node, 'challengeId')));
    const field = element(page).getByRole('textbox');
    await field.fill(await service.answerTo(id));
    await field.press('Enter');
  }

  async function verify(page: Page): Promise<unknown> {
    await is(page, 'solved');
    const response = await element(page).evaluate((node) => String(Reflect.get(node, 'value')));
    const body = JSON.stringify({ secret: SITE_SECRET, response });
    const headers = { 'content-type': 'application/json' };
    const url = `${service.origin}/v1/siteverify`;
    return (await fetch(url, { method: 'POST', headers, body })).json();
  }

  /** For whoever wants to look: `SCREENSHOT_DIR=/tmp npx vitest run test/browser/kinds.test.ts`. */
  async function shoot(page: Page, name: string): Promise<void> {
    const folder = process.env['SCREENSHOT_DIR'];
    if (folder) await element(page).screenshot({ path: join(folder, `kind-${name}.png`) });
  }

  it('a picture is solved while the device works, and the site learns what it was', async () => {
    const page = await begin();
    await shoot(page, 'picture');
    await answerIt(page);
    expect(await verify(page)).toMatchObject({
      success: true,
      sitekey: SITEKEY,
      kind: 'picture',
      level: 1,
      signals: { step: 0, honeypot: false },
    });
  });

  it.each(['sound', 'motion'] as const)('%s is had instead, and solved', async (kind) => {
    const page = await begin();
    await element(page).getByRole('button', { name: WAYS[kind] }).click();
    const play = element(page)
      .getByRole('button', { name: /play|pause|stop/i })
      .first();
    await play.waitFor();
    if (kind === 'sound') {
      await play.click();
      await element(page)
        .getByRole('button', { name: /pause|stop/i })
        .first()
        .waitFor();
    }
    await shoot(page, kind);
    await answerIt(page);
    expect(await verify(page)).toMatchObject({ success: true, kind });
  });

  it('work is had instead, and asks nothing of the person', async () => {
    const page = await begin();
    await element(page).getByRole('button', { name: WAYS.work }).click();
    expect(await verify(page)).toMatchObject({ success: true, kind: 'work' });
  });

  it('sound is solved without scripts', async () => {
    const page = await pages.open({ javaScriptEnabled: false });
    await page.goto(`${service.origin}/v1/no-script?sitekey=${SITEKEY}`);
    await page.getByRole('button', { name: 'Listen instead' }).click();
    const source = await page.locator('audio').getAttribute('src');
    const id = /challenges\/([^/]+)\//.exec(source ?? '')?.[1] ?? '';
    expect(await page.locator('audio').getAttribute('autoplay')).toBeNull();
    await page
      .getByLabel('digits')
      .last()
      .fill(await service.answerTo(id));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.locator('textarea').waitFor();
  });
});
