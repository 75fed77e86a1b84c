import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { type RunningService, runToEnd } from '../support/processes/service.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';
import {
  type FakeInkblot,
  sendJson,
  startFakeInkblot,
  waysToFail,
} from './support/fake-inkblot.ts';
import {
  answer,
  FORUM,
  FROM_ANOTHER_SITE,
  fillIn,
  freshUuid,
  memberNames,
  pictureOn,
  post,
  startForum,
  uuidOn,
} from './support/forum.ts';

const FAILURES = waysToFail('validation');

describeWith({ chromium: CHROMIUM }, 'the classic form with an ailing Inkblot', () => {
  let fake: FakeInkblot;
  let forum: RunningService;

  beforeAll(async () => {
    fake = await startFakeInkblot();
    forum = await startForum(fake.url);
  });

  afterEach(() => fake.reset());

  afterAll(async () => {
    expect(await forum?.stop()).toBe(0);
    await fake?.stop();
  });

  const pages = usePages();

  it.each(Object.entries(FAILURES))(
    'registers nobody when Inkblot %s',
    async (_name, misbehave) => {
      const page = await pages.open();
      await page.goto(`${forum.origin}/register/classic`);
      await fillIn(page, { name: 'Nobody', email: 'nobody@example.org' });
      fake.onCheck = misbehave;
      const [response] = await Promise.all([
        page.waitForResponse((candidate) => candidate.request().method() === 'POST'),
        answer(page, fake.answerOf(await uuidOn(page))),
      ]);
      expect(response.status()).toBe(503);
      expect(Number(response.headers()['retry-after'])).toBeGreaterThan(0);
      await page.getByRole('heading', { name: 'Please try again later' }).waitFor();
      expect(await page.title()).toMatch(/^Error: /);
      expect(await page.getByLabel('Name').inputValue()).toBe('Nobody');
      expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.org');
      expect(await memberNames(page, forum.origin)).not.toContain('Nobody');
    },
    20_000,
  );

  it('says so when there is no picture, and goes on when there is one again', async () => {
    const page = await pages.open();
    fake.onPicture = FAILURES['says it is overloaded'] ?? null;
    const response = await page.goto(`${forum.origin}/register/classic`);
    expect(response?.status()).toBe(503);
    expect(response?.headers()['retry-after']).toBeDefined();
    await page.getByText('No picture at the moment').waitFor();

    fake.reset();
    await fillIn(page, { name: 'Patience' });
    await page.getByRole('button', { name: 'New picture' }).click();
    await page.getByRole('status').filter({ hasText: 'Here is a new picture.' }).waitFor();
    expect(await page.getByText('No picture at the moment').isVisible()).toBe(false);
    expect(await pictureOn(page)).toMatch(/^data:image\/png/);
    await answer(page, fake.answerOf(await uuidOn(page)));
    await page.waitForURL('**/welcome/*');
  });

  it.each(['says null', 'sends something other than JSON', 'hangs up'])(
    'takes it for no picture when Inkblot %s',
    async (failure) => {
      fake.onPicture = FAILURES[failure] ?? null;
      const response = await fetch(`${forum.origin}/captcha`);
      expect(response.status).toBe(503);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('retry-after')).not.toBeNull();
    },
  );

  it('shows that a new picture is slow, and asks for one at a time', async () => {
    const page = await pages.open();
    await page.goto(`${forum.origin}/register/classic`);
    const waiting: ServerResponse[] = [];
    fake.onPicture = (response) => waiting.push(response);
    const button = page.getByRole('button', { name: 'New picture' });
    await button.click();
    await page.getByRole('status').filter({ hasText: 'Fetching' }).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Enter');
    await expect.poll(() => waiting.length).toBe(1);

    for (const response of waiting) response.destroy();
    await page.getByRole('status').filter({ hasText: 'No new picture came' }).waitFor();
    expect(waiting.length).toBe(1);
    expect(await button.getAttribute('aria-disabled')).toBe('false');
  });

  it('keeps the picture that is shown when no new one comes', async () => {
    const page = await pages.open();
    await page.goto(`${forum.origin}/register/classic`);
    const [uuid, picture] = [await uuidOn(page), await pictureOn(page)];
    fake.onPicture = FAILURES['hangs up'] ?? null;
    await page.getByRole('button', { name: 'New picture' }).click();
    await page.getByRole('status').filter({ hasText: 'No new picture came' }).waitFor();
    expect([await uuidOn(page), await pictureOn(page)]).toEqual([uuid, picture]);
  });

  it('sends the form once, however often its button is pressed', async () => {
    const page = await pages.open();
    await page.goto(`${forum.origin}/register/classic`);
    await fillIn(page, { name: 'Hasty' });
    await page.getByLabel('Characters in the picture').fill(fake.answerOf(await uuidOn(page)));
    const isPrevented = await page.evaluate(`(() => {
      const button = document.querySelector('form .wide');
      const isPrevented = [];
      button.form.addEventListener('submit', (event) => isPrevented.push(event.defaultPrevented));
      button.click();
      button.click();
      return isPrevented;
    })()`);
    expect(isPrevented).toEqual([false, true]);
    await page.waitForURL('**/welcome/*');
  });

  it('names all invalid fields at once, without spending the captcha', async () => {
    const uuid = await freshUuid(forum.origin);
    fake.requests = [];
    const fields = { name: ' x ', email: 'nobody', password: 'abc-123', answer: '' };
    const response = await post(`${forum.origin}/register/classic`, {
      ...fields,
      captcha_uuid: uuid,
    });
    expect(response.status).toBe(422);
    const page = await response.text();
    for (const field of ['name', 'email', 'password', 'answer']) {
      expect(page).toContain(`<a href="#${field}">`);
      expect(page).toContain(`id="${field}-error"`);
    }
    expect(page).not.toContain('abc-123');
    expect(fake.requests).toEqual(['/']);

    const second = await post(`${forum.origin}/register/classic`, {
      captcha_uuid: uuid,
      answer: fake.answerOf(uuid),
    });
    expect(second.status).toBe(303);
  });

  it.each([
    { guess: '../../admin?x=1#y', path: '..%2F..%2Fadmin%3Fx%3D1%23y' },
    { guess: '%2e%2e', path: '%252e%252e' },
    { guess: 'É /', path: '%C3%89%20%2F' },
  ])('asks for one segment of a path when the guess is $guess', async ({ guess, path }) => {
    const uuid = await freshUuid(forum.origin);
    fake.requests = [];
    const response = await post(`${forum.origin}/register/classic`, {
      captcha_uuid: uuid,
      answer: guess,
    });
    expect(response.status).toBe(422);
    expect(fake.requests).toEqual([`/${uuid}/${path}`, '/']);
  });

  it.each([
    { captcha_uuid: '../../etc', answer: 'x' },
    { captcha_uuid: 'http://example.org', answer: 'x' },
    { captcha_uuid: '1b4e28ba-2fa1-41d2-883f-0016d3cca427/x', answer: 'x' },
    { captcha_uuid: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', answer: '..' },
    { captcha_uuid: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', answer: '.' },
  ])('asks Inkblot nothing about $captcha_uuid and $answer', async (fields) => {
    expect((await post(`${forum.origin}/register/classic`, fields)).status).toBe(422);
    expect(fake.requests).toEqual(['/']);
  });

  it.each(FROM_ANOTHER_SITE)('refuses a form from another site: %o', async (headers) => {
    const uuid = await freshUuid(forum.origin);
    const fields = { name: 'Forged', captcha_uuid: uuid, answer: fake.answerOf(uuid) };
    expect((await post(`${forum.origin}/register/classic`, fields, headers)).status).toBe(403);
  });

  it('stops nicely in the middle of a request', async () => {
    const other = await startForum(fake.url);
    const asked = Promise.withResolvers<ServerResponse>();
    fake.onPicture = asked.resolve;
    const page = fetch(`${other.origin}/captcha`);
    const response = await asked.promise;
    const stopped = other.stop();
    // Its port closes first; what it has begun, it finishes.
    await expect.poll(() => fetch(`${other.origin}/healthz`).catch(() => 'closed')).toBe('closed');
    sendJson(response, 503, {});
    expect((await page).status).toBe(503);
    expect(await stopped, other.output.join('\n')).toBe(0);
  });

  it('writes no password, address or answer to its log', async () => {
    const uuid = await freshUuid(forum.origin);
    const secrets = { email: 'log@example.org', password: 'logged-password', answer: 'LOGGED' };
    await post(`${forum.origin}/register/classic`, {
      name: 'Logged',
      captcha_uuid: uuid,
      ...secrets,
    });
    await expect.poll(() => forum.output.join('\n')).toContain('captcha failed');
    for (const secret of Object.values(secrets))
      expect(forum.output.join('\n')).not.toContain(secret);
  });

  it('refuses to start with a wrong configuration, and names every fault', async () => {
    const env = {
      PORT: '65536',
      CAPTCHA_URL: 'localhost:8080',
      CAPTCHA_PUBLIC_URL: 'https://captcha.example/?x',
      SITEKEY: 'forum',
      SITE_SECRET_FILE: '/nowhere',
    };
    const { code, stderr } = await runToEnd([], env, undefined, FORUM);
    expect(code).toBe(1);
    expect(stderr).toContain('PORT must be');
    expect(stderr).toContain('CAPTCHA_URL must be');
    expect(stderr).toContain('CAPTCHA_PUBLIC_URL must not have a query');
    expect(stderr).toContain('SITE_SECRET_FILE names a file that cannot be read');
    expect(stderr).toContain('SITEKEY and SITE_SECRET go together');
  });
});
