import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { type RunningService, startService } from '../support/processes/service.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';

describeWith({ chromium: CHROMIUM }, 'the documentation page', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    await service?.stop();
  });
  const pages = usePages();

  it('shows both classic routes, with nothing from elsewhere', async () => {
    const page = await pages.open();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== service.origin) elsewhere.push(request.url());
    });
    await page.goto(`${service.origin}/docs`);
    await page.getByText('Get a captcha', { exact: true }).waitFor();
    await page.getByText('Check a guess', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(elsewhere).toEqual([]);
  });

  it('lets a reader try the picture', async () => {
    const page = await pages.open();
    await page.goto(`${service.origin}/docs#/classic/getCaptcha`);
    await page.getByRole('button', { name: 'Execute' }).click();
    const picture = page.locator('.response-col_description img').first();
    await expect
      .poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth')))
      .toBe(300);
    await page
      .getByText(/captcha_uuid: /)
      .first()
      .waitFor();
  });
});
