import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { usePages } from '../../browser/support/chromium.ts';
import { type FakeApi, startFakeApi } from '../../browser/support/fake-api.ts';
import { startSite, type Site as WebSite } from '../../browser/support/site.ts';
import { bundlePage } from './bundle.ts';

/** A service of any make. */
interface Service {
  readonly origin: string;
  reset(): unknown;
  stop(): Promise<void>;
}

/** What a group of tests works with. */
export interface Site<T extends Service = FakeApi> {
  readonly captcha: T;
  /**
   * Opens a page of a site of another origin than the service's, which stands for `CAPTCHA_ORIGIN` in
   * the page and in its Content-Security-Policy.
   */
  open(html: string, policy?: string): Promise<Page>;
  /** Opens a page with a client: the script of that name, bundled, with `window.CAPTCHA`. */
  openClient(file: string, head?: string): Promise<Page>;
}

/** Runs the service, a site's own server and Chromium for the group of tests it is called in. */
export function useSite(): Site;
export function useSite<T extends Service>(start: () => Promise<T>): Site<T>;
export function useSite(start: () => Promise<Service> = startFakeApi): Site<Service> {
  let captcha: Service;
  let host: WebSite;
  beforeAll(async () => {
    [captcha, host] = await Promise.all([start(), startSite()]);
  });
  afterEach(() => captcha.reset());
  afterAll(() => Promise.all([captcha.stop(), host.stop()]));
  const pages = usePages();
  const opened: Page[] = [];
  // A request that is under way when a test ends is nobody's fault. Runs before the pages close.
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  const open = async (body: string, policy?: string) => {
    const resolve = (text: string) => text.replaceAll('CAPTCHA_ORIGIN', captcha.origin);
    host.page = {
      html: resolve(`<!doctype html><html lang="en"><title>A site</title>${HEAD}${body}`),
      ...(policy && {
        headers: { 'content-security-policy': resolve(policy).replace(/\s+/g, ' ') },
      }),
    };
    const page = await pages.open();
    opened.push(page);
    // Some clients speak https only, or with one host only.
    await page.route(
      /^https:\/\/(captcha\.test|www\.google\.com|challenges\.cloudflare\.com)\//,
      async (route) => {
        const { pathname, search } = new URL(route.request().url());
        await route.fulfill({
          response: await route.fetch({ url: captcha.origin + pathname + search }),
        });
      },
    );
    await page.goto(`${host.origin}/page`);
    return page;
  };

  return {
    get captcha() {
      return captcha;
    },
    open,
    openClient: async (file, head = '') => {
      const path = `/${file}.js`;
      if (!host.scripts.has(path)) host.scripts.set(path, await bundlePage(file));
      return open(
        `${head}<form id="form"><div id="app"></div></form><script src="${path}"></script>`,
      );
    },
  };
}

/** Every page writes down what happens to it. */
const HEAD = `<script nonce="n">
  window.CAPTCHA = 'CAPTCHA_ORIGIN';
  window.log = [];
  window.note = (name) => (...values) => void log.push([name, ...values]);
</script>`;
