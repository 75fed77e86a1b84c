import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { FakeApi } from '../../browser/support/fake-api.ts';
import { eventually } from '../../support/processes/ports.ts';

type Entry = readonly [name: string, ...values: unknown[]];

/** The input for the answer, once there is a picture. */
export function answerField(page: Page, at = 0): Locator {
  return page.locator('inkblot-captcha').nth(at).getByRole('textbox');
}

/** Presses the button that asks for a picture. */
export async function press(page: Page, at = 0): Promise<void> {
  await page.locator('inkblot-captcha').nth(at).locator('[part=start]').click();
}

/** Types what the picture shows, once there is one, and sends it. */
export async function type(page: Page, captcha: Pick<FakeApi, 'answerTo'>, at = 0): Promise<void> {
  const field = answerField(page, at);
  await field.waitFor();
  await eventually(async () => (await field.getAttribute('readonly')) === null);
  const element = page.locator('inkblot-captcha').nth(at);
  const id = await element.evaluate((shown) => (shown as { challengeId?: string }).challengeId);
  await field.fill(await captcha.answerTo(id ?? ''));
  await field.press('Enter');
}

/** All that the page has noted so far. */
export function logOf(page: Page): Promise<Entry[]> {
  return page.evaluate('log');
}

/** The values of the page's first note of this name, once there is one. */
export async function noted(page: Page, name: string, count = 1): Promise<unknown[]> {
  const find = async () => (await logOf(page)).filter(([entry]) => entry === name)[count - 1];
  const [, ...values] = (await eventually(find)) as Entry;
  return values;
}

/** How often the page has noted this. */
export async function countOf(page: Page, name: string): Promise<number> {
  return (await logOf(page)).filter(([entry]) => entry === name).length;
}

/** What the form would send. */
export function formOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(
    `Object.fromEntries(new FormData(document.querySelector('form')).entries())`,
  );
}

/** What a token looks like. */
export const TOKEN = expect.stringMatching(/^token-of-c\d+$/);
