import type { Page } from 'playwright-core';
import { button } from './element.ts';
import { ANSWER } from './fake-api.ts';

/** The element with nothing set but its site. */
export const WIDGET = '<inkblot-captcha sitekey="site-1"></inkblot-captcha>';

/** The field for what a picture shows. */
export const input = (page: Page) => page.getByRole('textbox', { name: 'characters you see' });

/** What the form would send under this name. */
export function entry(page: Page, name = 'inkblot-response'): Promise<string | null> {
  return page.locator('form').evaluate((form, key) => {
    const data: unknown = Reflect.construct(Reflect.get(globalThis, 'FormData'), [form]);
    return (data as { get(name: string): string | null }).get(key);
  }, name);
}

/** Asks for a picture. */
export async function open(page: Page): Promise<void> {
  await button(page, 'Confirm that you are human').click();
  await input(page).waitFor();
}

/** Asks for a picture, and types what it shows. */
export async function solve(page: Page): Promise<void> {
  await open(page);
  await input(page).fill(ANSWER);
  await input(page).press('Enter');
  await button(page, 'Confirmed').waitFor();
}
