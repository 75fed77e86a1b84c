import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type RunningService, startProgram } from '../../support/processes/service.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/forum/', import.meta.url));

/** The entry point of the example. */
export const FORUM = `${FOLDER}src/main.ts`;

/** A key pair for the forum and its Inkblot. */
export const KEYS = { SITEKEY: 'forum', SITE_SECRET: 'a-secret-of-27-characters-x' };

/** Headers by which browsers tell that a form was not the forum's own. */
export const FROM_ANOTHER_SITE = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'http://example.org' },
  { Origin: 'null' },
];

/** Run the example forum as a process which asks the Inkblot at `captchaUrl`, with {@link KEYS}. */
export async function startForum(
  captchaUrl: string,
  env: Readonly<Record<string, string>> = KEYS,
): Promise<RunningService> {
  if (!existsSync(`${FOLDER}node_modules/fastify`)) {
    throw new Error('the forum lacks its dependencies: run `npm ci --prefix examples/forum` first');
  }
  return startProgram(FORUM, { CAPTCHA_URL: captchaUrl, ...env });
}

/** What somebody types into the form. */
export interface Person {
  name: string;
  email?: string;
  password?: string;
}

/** Fill in all of the form but the answer. */
export async function fillIn(page: Page, person: Person): Promise<void> {
  const { name, email = 'ada@example.org', password = 'a long enough password' } = person;
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
}

/** Type an answer to the picture and send the form. */
export async function answer(page: Page, guess: string): Promise<void> {
  await page.getByLabel('Characters in the picture').fill(guess);
  await page.getByRole('button', { name: 'Join the circle' }).click();
}

/** The uuid that would travel with the form now. */
export function uuidOn(page: Page): Promise<string> {
  return page.locator('#captcha-uuid').inputValue();
}

/** The picture as it is shown now. */
export function pictureOn(page: Page): Promise<string | null> {
  return page.getByRole('img', { name: 'Distorted' }).getAttribute('src');
}

/** Send a form as a program does, with no browser and so with no help from one. */
export function post(address: string, fields: Record<string, string>, headers = {}) {
  return fetch(address, {
    method: 'POST',
    body: new URLSearchParams({
      name: 'Robot',
      email: 'robot@example.org',
      password: 'a long enough password',
      ...fields,
    }),
    headers,
    redirect: 'manual',
  });
}

/** Get a picture as the script on the page does, and return its uuid. */
export async function freshUuid(forum: string): Promise<string> {
  const response = await fetch(`${forum}/captcha`);
  return response.headers.get('captcha_uuid') ?? '';
}

/** The names on the front page, newest first. */
export async function memberNames(page: Page, forum: string): Promise<string[]> {
  await page.goto(forum);
  return page.locator('.member-name').allTextContents();
}

/** What has the focus: its id, or else its class for the summary, or else its text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    `(({ id, className, textContent }) =>
      id || (className === 'summary' ? className : textContent.trim()))(document.activeElement)`,
  );
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}
