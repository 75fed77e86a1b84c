import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Inkblot, startInkblot } from '../support/processes/inkblot.ts';
import { describeWith } from '../support/processes/programs.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import type { RunningService } from '../support/processes/service.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';
import {
  answer,
  fillIn,
  focused,
  freshUuid,
  memberNames,
  overflow,
  pictureOn,
  post,
  startForum,
  uuidOn,
} from './support/forum.ts';

const SCREENSHOT_DIR = process.env['SCREENSHOT_DIR'] ?? mkdtempSync(join(tmpdir(), 'forum-'));

// Two services as two processes, as in production, and a person in front of a browser.
describeWith(
  { chromium: CHROMIUM, 'redis-server or valkey-server': SERVER },
  'the forum with the classic contract',
  () => {
    let inkblot: Inkblot;
    let forum: RunningService;

    beforeAll(async () => {
      inkblot = await startInkblot();
      forum = await startForum(inkblot.origin);
    });

    afterAll(async () => {
      expect(await forum?.stop()).toBe(0);
      await inkblot?.stop();
    });

    const pages = usePages();

    async function openForm(options = {}): Promise<Page> {
      const page = await pages.open(options);
      await page.goto(`${forum.origin}/register/classic`);
      return page;
    }

    async function rightAnswer(page: Page): Promise<string> {
      return inkblot.answerOf(await uuidOn(page));
    }

    it('registers a person who reads the picture, and lists them on the front page', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Ada' });
      await answer(page, (await rightAnswer(page)).toLowerCase());

      await page.waitForURL(/\/welcome\/\d+$/);
      expect(await page.getByRole('heading').textContent()).toBe('Welcome, Ada');
      expect((await memberNames(page, forum.origin))[0]).toBe('Ada');
    });

    it('turns away a bot that guesses', async () => {
      const page = await openForm();
      for (const guess of ['AAAAAA', '123456', '']) {
        const response = await post(`${forum.origin}/register/classic`, {
          captcha_uuid: await freshUuid(forum.origin),
          answer: guess,
        });
        expect(response.status).toBe(422);
      }
      expect(await memberNames(page, forum.origin)).not.toContain('Robot');
    });

    it('turns away a bot that needs no captcha, or makes one up', async () => {
      const page = await openForm();
      const uuids = ['', 'nonsense', '../', '00000000-0000-4000-8000-000000000000'];
      for (const captcha_uuid of uuids) {
        expect(
          (await post(`${forum.origin}/register/classic`, { captcha_uuid, answer: 'KTXME7' }))
            .status,
        ).toBe(422);
      }
      expect(await memberNames(page, forum.origin)).not.toContain('Robot');
    });

    it('registers nobody with a captcha that has been used', async () => {
      const page = await openForm();
      const uuid = await uuidOn(page);
      const text = await inkblot.answerOf(uuid);
      await fillIn(page, { name: 'Grace' });
      await answer(page, text);
      await page.waitForURL('**/welcome/*');

      const replay = await post(`${forum.origin}/register/classic`, {
        name: 'Grace II',
        captcha_uuid: uuid,
        answer: text,
      });
      expect(replay.status).toBe(422);
      const names = await memberNames(page, forum.origin);
      expect(names).toContain('Grace');
      expect(names).not.toContain('Grace II');
    });

    it('keeps name and e-mail after a wrong answer, says so and shows a new picture', async () => {
      const page = await openForm();
      const [uuid, picture] = [await uuidOn(page), await pictureOn(page)];
      await fillIn(page, { name: 'Edsger', email: 'edsger@example.org' });
      await answer(page, 'wrong');

      await page.getByRole('heading', { name: 'Almost there' }).waitFor();
      expect(await page.title()).toMatch(/^Error: /);
      expect(await page.getByLabel('Name').inputValue()).toBe('Edsger');
      expect(await page.getByLabel('E-mail').inputValue()).toBe('edsger@example.org');
      expect(await page.getByLabel('Password').inputValue()).toBe('');
      expect(await page.getByLabel('Characters in the picture').inputValue()).toBe('');
      expect(await uuidOn(page)).not.toBe(uuid);
      expect(await pictureOn(page)).not.toBe(picture);

      // The summary has the focus, and its link leads to the field.
      expect(await focused(page)).toBe('summary');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('answer');
      expect(await page.getByLabel('Characters in the picture').getAttribute('aria-invalid')).toBe(
        'true',
      );

      await page.getByLabel('Password').fill('a long enough password');
      await answer(page, await rightAnswer(page));
      await page.waitForURL('**/welcome/*');
    });

    it('replaces the picture in place, announces it and leaves the focus alone', async () => {
      const page = await openForm();
      const [uuid, picture] = [await uuidOn(page), await pictureOn(page)];
      await fillIn(page, { name: 'Hedy' });
      const button = page.getByRole('button', { name: 'New picture' });
      await button.click();
      await page.getByRole('status').filter({ hasText: 'Here is a new picture.' }).waitFor();

      expect(await uuidOn(page)).not.toBe(uuid);
      expect(await pictureOn(page)).not.toBe(picture);
      expect(await focused(page)).toBe('new-picture');
      expect(await page.getByLabel('Password').inputValue()).not.toBe('');
      await answer(page, await rightAnswer(page));
      await page.waitForURL('**/welcome/*');
    });

    it('renews a picture that has grown old before it is answered', async () => {
      const page = await pages.open();
      await page.clock.install();
      await page.goto(`${forum.origin}/register/classic`);
      const uuid = await uuidOn(page);
      await page.clock.fastForward('01:30');
      await page.getByLabel('Characters in the picture').focus();
      await page.getByRole('status').filter({ hasText: 'Here is a new picture.' }).waitFor();
      expect(await uuidOn(page)).not.toBe(uuid);
    });

    it('works without JavaScript', async () => {
      const page = await openForm({ javaScriptEnabled: false });
      const [uuid, picture] = [await uuidOn(page), await pictureOn(page)];
      await fillIn(page, { name: 'Noscript', email: 'no@example.org' });
      await page.getByRole('button', { name: 'New picture' }).click();

      await page.getByRole('status').filter({ hasText: 'Here is a new picture.' }).waitFor();
      expect(await uuidOn(page)).not.toBe(uuid);
      expect(await pictureOn(page)).not.toBe(picture);
      expect(await page.title()).not.toContain('Error');
      expect(await page.getByLabel('Name').inputValue()).toBe('Noscript');
      expect(await page.getByLabel('E-mail').inputValue()).toBe('no@example.org');

      await page.getByLabel('Password').fill('a long enough password');
      await answer(page, await rightAnswer(page));
      await page.waitForURL('**/welcome/*');
      expect(await page.getByRole('heading').textContent()).toBe('Welcome, Noscript');
    });

    it('works with the keyboard alone, in the order of the page', async () => {
      const page = await openForm();
      const stops = [];
      while (stops.at(-1) !== 'Join the circle') {
        await page.keyboard.press('Tab');
        stops.push(await focused(page));
      }
      expect(stops).toEqual([
        'Skip to the content',
        'The Mending Circle',
        'name',
        'email',
        'password',
        'new-picture',
        'Write to us',
        'answer',
        'Join the circle',
      ]);

      for (const _ of stops.slice(3)) await page.keyboard.press('Shift+Tab');
      await page.keyboard.type('Tabitha');
      await page.keyboard.press('Tab');
      await page.keyboard.type('tabitha@example.org');
      await page.keyboard.press('Tab');
      await page.keyboard.type('a long enough password');
      for (const _ of [1, 2, 3]) await page.keyboard.press('Tab');
      await page.keyboard.type(await rightAnswer(page));
      // Enter in any field must send the form, not fetch a new picture.
      await page.getByLabel('Name').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/welcome/*');
      expect(await page.getByRole('heading').textContent()).toBe('Welcome, Tabitha');
    });

    it.each(['/', '/register/classic', '/nowhere'])('fits %s into 320 pixels', async (path) => {
      const page = await pages.open({ viewport: { width: 320, height: 568 } });
      await page.goto(forum.origin + path);
      expect(await overflow(page)).toBe(0);
      if (path !== '/register/classic') return;
      await fillIn(page, { name: 'M'.repeat(30) });
      await answer(page, 'wrong');
      await page.getByRole('heading', { name: 'Almost there' }).waitFor();
      expect(await overflow(page)).toBe(0);
      for (const field of await page.locator('input:visible, form .button').all()) {
        expect((await field.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
    });

    it('shows markup in a name as text', async () => {
      const page = await openForm();
      const name = `<b>x"'&amp;`;
      await fillIn(page, { name });
      await answer(page, 'wrong');
      await page.getByRole('heading', { name: 'Almost there' }).waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe(name);

      await page.getByLabel('Password').fill('a long enough password');
      await answer(page, await rightAnswer(page));
      await page.waitForURL('**/welcome/*');
      expect(await page.getByRole('heading').textContent()).toBe(`Welcome, ${name}`);
      expect(await memberNames(page, forum.origin)).toContain(name);
      expect(await page.locator('b').count()).toBe(0);
    });

    it('tells that a name is taken only to those who pass the captcha', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Taken' });
      await answer(page, await rightAnswer(page));
      await page.waitForURL('**/welcome/*');

      await page.goto(`${forum.origin}/register/classic`);
      await fillIn(page, { name: 'taken' });
      await answer(page, 'wrong');
      await page.getByRole('heading', { name: 'Almost there' }).waitFor();
      expect(await page.locator('form').textContent()).not.toContain('that name already');

      await page.getByLabel('Password').fill('a long enough password');
      await answer(page, await rightAnswer(page));
      await page.getByRole('link', { name: 'Somebody here has that name already' }).waitFor();
    });

    it('never sends the browser to Inkblot, nor anywhere else', async () => {
      const page = await pages.open();
      const origins = new Set<string>();
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      await page.goto(`${forum.origin}/register/classic`);
      await page.getByRole('button', { name: 'New picture' }).click();
      await page.getByRole('status').filter({ hasText: 'Here is a new picture.' }).waitFor();
      // 'null' is the data: URI of the picture.
      expect([...origins].filter((origin) => origin !== 'null')).toEqual([forum.origin]);
    });

    it('can be photographed in light and dark, wide and narrow', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openForm({ colorScheme, viewport: { width: 1200, height: 800 } });
        const shoot = (name: string) =>
          page.screenshot({
            path: join(SCREENSHOT_DIR, `${name}-${colorScheme}.png`),
            fullPage: true,
          });
        expect((await shoot('forum-classic')).length).toBeGreaterThan(0);
        await page.setViewportSize({ width: 320, height: 568 });
        expect((await shoot('forum-classic-phone')).length).toBeGreaterThan(0);
      }
    });
  },
);
