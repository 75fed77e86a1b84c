import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Pages, usePages } from './chromium.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { type Site, startSite } from './site.ts';

/** What a test of the widget works with. */
export interface Visits {
  readonly api: FakeApi;
  readonly pages: Pages;
  /** Opens a page with the script and a form around `content`. */
  visit(
    content: string,
    options?: BrowserContextOptions & { policy?: string; fakeClock?: boolean; script?: string },
  ): Promise<Page>;
}

/** Runs a fake of the API, a site of another origin and Chromium for the group it is called in. */
export function useVisits(): Visits {
  let api: FakeApi;
  let site: Site;
  beforeAll(async () => {
    [api, site] = await Promise.all([startFakeApi(), startSite()]);
  });
  afterAll(async () => {
    await Promise.all([api.stop(), site.stop()]);
  });
  afterEach(() => api.reset());
  const pages = usePages();

  return {
    get api() {
      return api;
    },
    pages,
    async visit(content, options = {}) {
      const { policy, fakeClock, script = 'widget/inkblot.js', ...contextOptions } = options;
      site.page = {
        html: `<!doctype html><html lang="en"><meta charset="utf-8">
          <meta name="viewport" content="width=device-width"><title>A form</title>
          <script src="${api.origin}/${script}" async></script>
          <main><h1>A form</h1><form><p><label>Name <input name="name"></label></p>${content}
          <p><button>Send</button></p></form></main>`,
        headers: policy ? { 'content-security-policy': policy.replaceAll('API', api.origin) } : {},
      };
      const page = await pages.open(contextOptions);
      if (fakeClock) await page.clock.install();
      await page.goto(site.origin);
      return page;
    },
  };
}
