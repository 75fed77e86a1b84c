import type { Page } from 'playwright-core';
import type { Inkblot } from '../../support/processes/inkblot.ts';
import { startInkblot } from '../../support/processes/inkblot.ts';
import type { RunningService } from '../../support/processes/service.ts';
import { untilState } from './element.ts';
import { KEYS, startForum } from './forum.ts';

/** Two services as two processes, as in production. */
export interface Pair {
  readonly inkblot: Inkblot;
  readonly forum: RunningService;
  /** Where browsers reach Inkblot: by another name than the forum's, so as to be another site. */
  readonly publicUrl: string;
  stop(): Promise<void>;
}

/** Starts both with one key pair, for pages of the forum alone. */
export async function startPair(): Promise<Pair> {
  const inkblot = await startInkblot({ ...KEYS, SITE_HOSTNAMES: '127.0.0.1' });
  const publicUrl = inkblot.origin.replace('127.0.0.1', 'localhost');
  const forum = await startForum(inkblot.origin, { ...KEYS, CAPTCHA_PUBLIC_URL: publicUrl });
  return {
    inkblot,
    forum,
    publicUrl,
    stop: async () => {
      await forum.stop();
      await inkblot.stop();
    },
  };
}

/** A property of the element. */
export function propertyOf(page: Page, name: 'state' | 'value' | 'challengeId'): Promise<string> {
  return page.evaluate<string>(`document.querySelector('inkblot-captcha').${name}`);
}

/** Types what the picture shows that has opened when the form was touched; the token it brings. */
export async function solve(page: Page, inkblot: Inkblot): Promise<string> {
  const captcha = page.locator('inkblot-captcha');
  await untilState(page, 'ready');
  await captcha.getByRole('textbox').fill(await rightAnswer(page, inkblot));
  await captcha.getByRole('button', { name: 'Check', exact: true }).click();
  await untilState(page, 'solved');
  return propertyOf(page, 'value');
}

/** What the picture shows that is open now. */
export async function rightAnswer(page: Page, inkblot: Inkblot): Promise<string> {
  return inkblot.answerOfOpen(await propertyOf(page, 'challengeId'));
}

/** Sends the form. */
export function join(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Join the circle' }).click();
}

/** Which part of the element has the focus, if any. */
export function focusedPart(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>(
    'document.activeElement.shadowRoot?.activeElement.part.value',
  );
}
