import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findProgram } from '../../support/programs.ts';

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

/** The Chromium of this machine, if there is one. */
export const CHROMIUM =
  process.env['CHROMIUM_PATH'] ??
  findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** A browser whose pages report what goes wrong in them. */
export interface Pages {
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Close all pages. Returns scripts' errors and breaches of the Content-Security-Policy. */
  closeAll(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts {@link CHROMIUM}. */
export async function startChromium(): Promise<Pages> {
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM as string,
    args: ARGS,
  });
  let faults: string[] = [];
  return {
    async open(options = {}) {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) faults.push(message.text());
      });
      return page;
    },
    async closeAll() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const seen = faults;
      faults = [];
      return seen;
    },
    stop: () => browser.close(),
  };
}
