import { SCRIPT } from '../api/origin.ts';
import { defineCaptcha } from '../element/element.ts';
import { whenParsed } from './page.ts';
import type { RawOptions } from './settings.ts';

let last: Promise<unknown> = new Promise<void>(whenParsed);

/**
 * A token as reCAPTCHA v3 gives it, without a widget of the page's: where something is to be solved
 * it opens at the edge of the window. One at a time, so that no two lie upon each other.
 */
export function scoreToken(sitekey: string, { action }: RawOptions): Promise<string> {
  const token = last.then(() => solve(sitekey, typeof action === 'string' ? action : undefined));
  last = token.catch(() => {});
  return token;
}

async function solve(sitekey: string, action: string | undefined): Promise<string> {
  const element = new (defineCaptcha())();
  element.configure({
    sitekey,
    action,
    api: SCRIPT.base ?? undefined,
    name: '',
    lang: SCRIPT.query.get('hl') ?? undefined,
    theme: 'light',
    scored: true,
    start: 'manual',
    panel: 'docked',
    appearance: 'challenge',
  });
  // All else is inert while a modal dialog is open.
  (document.querySelector('dialog:modal') ?? document.body).append(element);
  try {
    return await element.execute();
  } finally {
    element.remove();
  }
}
