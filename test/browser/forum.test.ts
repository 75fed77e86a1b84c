import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';
import { untilState } from './support/element.ts';
import { fillIn, focused, memberNames, overflow, post, startForum } from './support/forum.ts';
import {
  focusedPart,
  join,
  type Pair,
  propertyOf,
  rightAnswer,
  solve,
  startPair,
} from './support/forum-element.ts';

// For the README: SCREENSHOT_DIR=/tmp npx vitest run test/browser/forum.test.ts
const SCREENSHOT_DIR = process.env['SCREENSHOT_DIR'] ?? mkdtempSync(joinPath(tmpdir(), 'forum-'));

describeWith(
  { chromium: CHROMIUM, 'redis-server or valkey-server': SERVER },
  'the forum with the element',
  () => {
    let pair: Pair;
    let address: string;

    beforeAll(async () => {
      pair = await startPair();
      address = `${pair.forum.origin}/register`;
    });
    afterAll(() => pair?.stop());

    const pages = usePages();

    async function openForm(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await pages.open(options);
      await page.goto(address);
      return page;
    }

    it('registers a person who reads the picture, and lists them on the front page', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Ada' });
      expect(await solve(page, pair.inkblot)).toMatch(/^[\w.-]{100,}$/);
      await join(page);
      await page.waitForURL(/\/welcome\/\d+$/);
      expect((await memberNames(page, pair.forum.origin))[0]).toBe('Ada');
    });

    it('works with the keyboard alone, in the order of the page', async () => {
      const page = await openForm();
      const tabTo = async (stop: string) => {
        const passed = [];
        do {
          await page.keyboard.press('Tab');
          passed.push((await focusedPart(page)) ?? (await focused(page)));
        } while (passed.at(-1) !== stop);
        return passed;
      };
      await tabTo('name');
      await page.keyboard.type('Tabitha');
      expect(await tabTo('email')).toEqual(['email']);
      await page.keyboard.type('tabitha@example.org');
      expect(await tabTo('password')).toEqual(['password']);
      await page.keyboard.type('a long enough password');
      await untilState(page, 'ready');
      expect(await tabTo('input')).toEqual(['Write to us', 'start', 'input']);
      await page.keyboard.type(await rightAnswer(page, pair.inkblot));
      await page.keyboard.press('Enter');
      await untilState(page, 'solved');
      await tabTo('Join the circle');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/welcome/*');
      expect(await page.getByRole('heading').textContent()).toBe('Welcome, Tabitha');
    });

    it('leads to the element whoever sends the form without it', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Hasty' });
      await untilState(page, 'ready');
      await page.getByLabel('Password').press('Enter');
      await expect.poll(() => focused(page)).toBe('captcha');
      expect(page.url()).toBe(address);
    });

    it('shows another picture after a wrong answer, and keeps the form', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Edsger' });
      await untilState(page, 'ready');
      const first = await propertyOf(page, 'challengeId');
      await page.locator('inkblot-captcha').getByRole('textbox').fill('AAAAAA');
      await page.keyboard.press('Enter');
      await untilState(page, 'wrong');
      await page.getByText('That was not right.').first().waitFor();
      await expect.poll(() => propertyOf(page, 'challengeId')).not.toBe(first);
      expect(await propertyOf(page, 'value')).toBe('');

      const input = page.locator('inkblot-captcha').getByRole('textbox');
      await input.fill(await rightAnswer(page, pair.inkblot));
      await input.press('Enter');
      await untilState(page, 'solved');
      expect(await page.getByLabel('Password').inputValue()).not.toBe('');
      await join(page);
      await page.waitForURL('**/welcome/*');
    });

    it('turns away a bot without a token, and one that makes it up', async () => {
      const page = await openForm();
      for (const token of ['', 'made up', `token.${'x'.repeat(97)}`]) {
        const response = await post(address, { 'inkblot-response': token });
        expect(response.status).toBe(422);
        expect(await response.text()).toContain('href="#captcha"');
      }
      expect(await memberNames(page, pair.forum.origin)).not.toContain('Robot');
    });

    it('registers nobody with a token that has been used', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Grace' });
      const token = await solve(page, pair.inkblot);
      await join(page);
      await page.waitForURL('**/welcome/*');

      const replay = await post(address, { name: 'Grace II', 'inkblot-response': token });
      expect(replay.status).toBe(422);
      expect(await replay.text()).toContain('confirmation is used or too old');
      const names = await memberNames(page, pair.forum.origin);
      expect(names).toContain('Grace');
      expect(names).not.toContain('Grace II');
    });

    it('does not spend the token on a form that has other faults', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Hedy', password: 'long enough, once' });
      const token = await solve(page, pair.inkblot);
      // Past the checks of the browser: the server has the last word.
      await page.evaluate("document.getElementById('registration').noValidate = true");
      await page.getByLabel('Password').fill('short');
      await join(page);
      await page.getByRole('heading', { name: 'Almost there' }).waitFor();
      expect(await page.locator('[name=inkblot-response]').inputValue()).toBe(token);
      expect(await page.getByLabel('Name').inputValue()).toBe('Hedy');
      expect(await page.getByLabel('Password').inputValue()).toBe('');
      await page.getByLabel('Password').fill('a long enough password');
      await join(page);
      await page.waitForURL('**/welcome/*');
    });

    it('tells that a name is taken only to those with a good token', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Taken' });
      await solve(page, pair.inkblot);
      await join(page);
      await page.waitForURL('**/welcome/*');

      const fields = { name: 'taken', 'inkblot-response': `token.${'x'.repeat(97)}` };
      expect(await (await post(address, fields)).text()).not.toContain('that name already');
      await page.goto(address);
      await fillIn(page, { name: 'taken' });
      await solve(page, pair.inkblot);
      await join(page);
      await page.getByRole('link', { name: 'Somebody here has that name already' }).waitFor();
      expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.org');
    });

    it('leads from the summary to the element', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Link' });
      await page.evaluate("document.getElementById('registration').noValidate = true");
      await join(page);
      await page.getByRole('link', { name: 'Confirm that you are a person' }).click();
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('captcha');
    });

    it('works without JavaScript, by forms alone', async () => {
      const page = await openForm({ javaScriptEnabled: false });
      expect(await page.locator('inkblot-captcha').isVisible()).toBe(false);
      await page.getByRole('link', { name: 'read a picture first' }).click();
      expect(new URL(page.url()).origin).toBe(pair.publicUrl);

      await page.getByRole('textbox').fill('AAAAAA');
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('That was not right.').waitFor();
      const id = await page.locator('[name=id]').inputValue();
      await page.getByRole('textbox').fill(await pair.inkblot.answerOfOpen(id));
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByRole('button', { name: 'Continue' }).click();

      await page.waitForURL(`${address}/token`);
      await page.getByText('You read the picture rightly.').waitFor();
      await fillIn(page, { name: 'Noscript' });
      await join(page);
      await page.waitForURL('**/welcome/*');
      expect(await page.getByRole('heading').textContent()).toBe('Welcome, Noscript');
    });

    it('takes a token from another site into the form, and nothing else', async () => {
      const elsewhere = { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' };
      const token = `token.${'x'.repeat(97)}`;
      const shown = await post(`${address}/token`, { 'inkblot-response': token }, elsewhere);
      expect(shown.status).toBe(200);
      expect(await shown.text()).toContain(`name="inkblot-response" value="${token}"`);
      const forged = await post(`${address}/token`, { 'inkblot-response': '"><b>' }, elsewhere);
      expect(forged.status).toBe(422);
      expect(await forged.text()).not.toContain('<b>');
      // Nobody is registered from elsewhere, whatever the token is.
      expect((await post(address, { 'inkblot-response': token }, elsewhere)).status).toBe(403);

      const reloaded = await fetch(`${address}/token`, { redirect: 'manual' });
      expect([reloaded.status, reloaded.headers.get('location')]).toEqual([303, '/register']);
    });

    it('lets browsers load and reach Inkblot from this page alone', async () => {
      const policyOf = async (path: string) => {
        const response = await fetch(pair.forum.origin + path);
        return response.headers.get('content-security-policy');
      };
      const policy = await policyOf('/register');
      for (const directive of [
        `connect-src 'self' ${pair.publicUrl}`,
        `script-src 'self' ${pair.publicUrl} 'wasm-unsafe-eval'`,
        `media-src ${pair.publicUrl}`,
        'worker-src blob:',
      ]) {
        expect(policy?.split('; ')).toContain(directive);
      }
      for (const path of ['/', '/register/classic', '/nowhere']) {
        expect(await policyOf(path)).not.toContain(pair.publicUrl);
      }
    });

    it('brings people back by HTTPS where a proxy says so', async () => {
      const extraHTTPHeaders = { 'X-Forwarded-Proto': 'https' };
      const page = await openForm({ javaScriptEnabled: false, extraHTTPHeaders });
      const link = page.getByRole('link', { name: 'read a picture first' });
      const { searchParams } = new URL(String(await link.getAttribute('href')));
      const { host } = new URL(address);
      expect(searchParams.get('return')).toBe(`https://${host}/register/token`);
    });

    it('says what is wrong when the script cannot be loaded', async () => {
      const page = await pages.open();
      await page.route(`${pair.publicUrl}/**`, (route) => route.abort());
      await page.goto(address);
      await page.getByText('If this stays here, it cannot be reached').waitFor();
      await fillIn(page, { name: 'Nobody' });
      await join(page);
      await page.getByRole('link', { name: 'Confirm that you are a person' }).waitFor();
      expect(await memberNames(page, pair.forum.origin)).not.toContain('Nobody');
    });

    it('registers nobody while Inkblot is down, and the same person when it is back', async () => {
      const page = await openForm();
      await fillIn(page, { name: 'Patience' });
      await solve(page, pair.inkblot);
      pair.inkblot.child.kill('SIGSTOP');
      try {
        const [response] = await Promise.all([
          page.waitForResponse((candidate) => candidate.request().method() === 'POST'),
          join(page),
        ]);
        expect(response.status()).toBe(503);
        expect(response.headers()['retry-after']).toBe('10');
        await page.getByRole('heading', { name: 'Please try again later' }).waitFor();
        expect(await page.getByLabel('Name').inputValue()).toBe('Patience');
        expect(await (await fetch(pair.forum.origin)).text()).not.toContain('Patience');
      } finally {
        pair.inkblot.child.kill('SIGCONT');
      }
      await fetch(`${pair.inkblot.origin}/healthz`);
      await page.getByLabel('Password').fill('a long enough password');
      await join(page);
      await page.waitForURL('**/welcome/*');
    });

    it('fits into 320 pixels with a picture open', async () => {
      const page = await openForm({ viewport: { width: 320, height: 568 } });
      await page.getByLabel('Name').focus();
      await untilState(page, 'ready');
      expect(await overflow(page)).toBe(0);
    });

    it('can be photographed in light and dark, wide and narrow', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openForm({ colorScheme, viewport: { width: 1200, height: 800 } });
        await page.getByLabel('Name').focus();
        await untilState(page, 'ready');
        const shoot = (name: string) => {
          const path = joinPath(SCREENSHOT_DIR, `${name}-${colorScheme}.png`);
          return page.screenshot({ path, fullPage: true });
        };
        expect((await shoot('forum')).length).toBeGreaterThan(0);
        await page.setViewportSize({ width: 320, height: 568 });
        expect((await shoot('forum-phone')).length).toBeGreaterThan(0);
      }
    });

    it('has the classic form alone without a key pair', async () => {
      const forum = await startForum(pair.inkblot.origin, {});
      try {
        const response = await fetch(`${forum.origin}/register`, { redirect: 'manual' });
        expect(response.headers.get('location')).toBe('/register/classic');
        expect((await post(`${forum.origin}/register`, {})).status).toBe(404);
      } finally {
        await forum.stop();
      }
    });
  },
);
