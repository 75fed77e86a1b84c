import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { usePages } from '../../browser/support/chromium.ts';
import { bundlePage } from './bundle.ts';
import { type Captcha, startCaptcha } from './captcha.ts';

/** A service of any make. */
interface Service {
  readonly origin: string;
  reset(): unknown;
  stop(): Promise<void>;
}

/** What a group of tests works with. */
export interface Site<T extends Service = Captcha> {
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
export function useSite(start: () => Promise<Service> = startCaptcha): Site<Service> {
  let captcha: Service;
  let html = '';
  let csp: string | undefined;
  const bundles = new Map<string, string>();
  const server = createServer((request, response) => {
    const script = bundles.get(request.url ?? '');
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else if (request.url?.startsWith('/favicon')) {
      response.writeHead(204).end();
    } else {
      if (csp) response.setHeader('content-security-policy', csp);
      response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    }
  });
  beforeAll(async () => {
    captcha = await start();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => captcha.reset());
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await captcha.stop();
  });
  const pages = usePages();
  const opened: Page[] = [];
  // A request that is under way when a test ends is nobody's fault. Runs before the pages close.
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  const open = async (body: string, policy?: string) => {
    const resolve = (text: string) => text.replaceAll('CAPTCHA_ORIGIN', captcha.origin);
    html = resolve(`<!doctype html><html lang="en"><title>A site</title>${HEAD}${body}`);
    csp = policy && resolve(policy).replace(/\s+/g, ' ');
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
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page`);
    return page;
  };

  return {
    get captcha() {
      return captcha;
    },
    open,
    openClient: async (file, head = '') => {
      const path = `/${file}.js`;
      if (!bundles.has(path)) bundles.set(path, await bundlePage(file));
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
