import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterEach, beforeAll, expect } from 'vitest';
import { findProgram } from '../../support/processes/programs.ts';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine, if there is one: best without a window, which takes half the time. */
export const CHROMIUM =
  process.env['CHROMIUM_PATH'] ??
  findProgram(
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  );

/** A browser for a group of tests. */
export interface Pages {
  /** A page of its own context, closed when the test ends. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Takes the breaches of policies that there were: a test that does so expects them. */
  takeBreaches(): string[];
}

/** One for all files that a process of the runner has: each start takes half a second and more. */
let starting: Promise<Browser> | undefined;

function startBrowser(): Promise<Browser> {
  // Nobody closes it: it ends when the process that started it does, with the pipe between them.
  starting ??= chromium.launch({ executablePath: CHROMIUM as string, args: ARGS });
  return starting;
}

/**
 * Gives pages of {@link CHROMIUM} to the group of tests it is called in. After each test there must have
 * been no error of a script and no breach of a Content-Security-Policy.
 */
export function usePages(): Pages {
  let browser: Browser | undefined;
  const faults: string[] = [];
  const breaches: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    expect([...faults.splice(0), ...breaches.splice(0)]).toEqual([]);
  });

  return {
    open: async (options = {}) => {
      const context = await (browser as Browser).newContext(options);
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) breaches.push(message.text());
      });
      return page;
    },
    takeBreaches: () => breaches.splice(0),
  };
}
