// For the docs: SCREENSHOT_DIR=/tmp npx vitest run test/browser/dashboard.test.ts

import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/http/app.ts';
import { liveBusyHour } from '../support/http/busy-hour.ts';
import {
  createTestDashboard,
  DASHBOARD_TOKEN,
  type TestDashboard,
} from '../support/http/dashboard.ts';
import { describeWith } from '../support/processes/programs.ts';
import { violationsOf } from './support/axe.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';

describeWith({ chromium: CHROMIUM }, 'the dashboard in a browser', () => {
  let busy: TestDashboard;
  let service: TestApp;
  let quiet: TestApp;
  beforeAll(async () => {
    busy = createTestDashboard();
    await liveBusyHour(busy);
    [service, quiet] = await Promise.all([
      createTestApp({ dashboard: busy.options }),
      createTestApp({ dashboard: createTestDashboard().options }),
    ]);
    for (const { app } of [service, quiet]) await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => Promise.all([service?.app.close(), quiet?.app.close()]));
  const pages = usePages();
  const complaints: string[] = [];
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  /** A page of which nothing may be asked elsewhere, and nothing may be wrong. */
  async function open(options: BrowserContextOptions = {}, { app } = service): Promise<Page> {
    const page = await pages.open({ timezoneId: 'UTC', ...options });
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    page.on('console', (message) => {
      // So a browser tells that somebody is not signed in.
      const isRefusal = message.text().includes('status of 401');
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) complaints.push(request.url());
    });
    await page.goto(`${origin}/dashboard`);
    return page;
  }

  async function signIn(page: Page, token = DASHBOARD_TOKEN): Promise<void> {
    await page.getByLabel('Operator’s token').fill(token);
    await page.keyboard.press('Enter');
  }

  const chart = (page: Page, id: string) => page.locator(`#${id} svg[role=img]`);

  it.each(['light', 'dark'] as const)('shows what happened, %s', async (colorScheme) => {
    const page = await open({ colorScheme, viewport: { width: 1280, height: 720 } });
    await signIn(page);
    await chart(page, 'challenges').waitFor();
    for (const id of ['challenges', 'steps', 'styles', 'times', 'limits']) {
      const description = await chart(page, id).getAttribute('aria-label');
      expect(description).toContain(await page.locator(`#${id} .sentence`).innerText());
    }
    await page.locator('#challenges summary').click();
    await page.getByRole('rowheader', { name: 'Mon 14:40' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('#challenges summary').click();
    const folder = process.env['SCREENSHOT_DIR'];
    if (folder) {
      const shot = withFewColours(await page.screenshot({ fullPage: true }));
      writeFileSync(join(folder, `dashboard-${colorScheme}.png`), shot);
    }
  });

  it('fits a screen 320 pixels wide, and the keyboard is enough', async () => {
    const page = await open({ viewport: { width: 320, height: 700 } });
    await signIn(page);
    await chart(page, 'challenges').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.getByText('In the last 24 hours').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await page.getByLabel('Operator’s token').waitFor();
  });

  it('goes on by itself, and asks for the token when the session is over', async () => {
    const page = await open();
    await page.clock.install();
    await signIn(page);
    const issued = page.locator('#figures dd').first();
    await issued.waitFor();
    const before = await issued.innerText();
    busy.metrics.count({ type: 'issued', challenge: { kind: 'picture', level: 1 } });
    await busy.pass(10_000);
    await page.clock.runFor(10_000);
    await expect.poll(() => issued.innerText()).not.toBe(before);
    busy.clock.nowMs += 12 * 3_600_000;
    await page.clock.runFor(10_000);
    await page.getByLabel('Operator’s token').waitFor();
  });

  it('says so where nothing happened, and where the token is wrong', async () => {
    const page = await open({}, quiet);
    await signIn(page, 'not the token');
    await page.getByText('That is not the token.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await signIn(page);
    await page.getByText('Nothing was asked of this replica').waitFor();
    expect(await page.locator('svg').count()).toBe(0);
  });
});

/** Sixteen shades of red, green and blue each: half as many bytes, and letters stay smooth. */
function withFewColours(file: Buffer): Buffer {
  const png = PNG.sync.read(file);
  png.data.forEach((value, at) => {
    png.data[at] = Math.round(value / 17) * 17;
  });
  return PNG.sync.write(png, { colorType: 2, filterType: 0, deflateStrategy: 0 });
}
