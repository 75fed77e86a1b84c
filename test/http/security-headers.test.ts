// Every route that is registered, documented or not: what its answers let browsers do.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWidgetFiles } from '../../src/http/widget-files.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { createTestDashboard } from '../support/http/dashboard.ts';

const INERT = "default-src 'none'; frame-ancestors 'none'";
const DATA = {
  'content-security-policy': INERT,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};
const EMBEDDED = { ...DATA, 'cross-origin-resource-policy': 'cross-origin' };
const page = (policy: string) => ({
  ...DATA,
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
});
const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What is not among these is data. */
const TABLE: readonly (readonly [url: RegExp, headers: Record<string, unknown>])[] = [
  [/^\/$/, EMBEDDED],
  [/^\/v1\/challenges\/:id\/media$/, EMBEDDED],
  [/\/(enterprise|api|secure-api)\.js$|^\/widget\//, EMBEDDED],
  [
    /^\/docs/,
    page(
      `${CLOSED}; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'`,
    ),
  ],
  [
    /^\/demo(\/demo\.(css|js))?$/,
    page(
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; connect-src 'self'; media-src 'self'",
    ),
  ],
  [
    /^\/dashboard(\/sign-(in|out))?$/,
    {
      ...page(
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
      ),
      // Its forms come with their origin.
      'referrer-policy': 'same-origin',
    },
  ],
  [
    /^\/(v1\/no-script|recaptcha\/api\/fallback)$/,
    {
      // Nothing is known of a site that is not named, and there is nothing to press.
      ...page(
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors *; img-src 'self'; media-src 'self'; style-src 'self'",
      ),
      'cross-origin-resource-policy': 'cross-origin',
    },
  ],
];

const routes: { method: string; url: string }[] = [];
function listen(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const name of [method].flat()) routes.push({ method: name, url });
  });
}
subscribe('fastify.initialization', listen);
const service: TestApp = await createTestApp({
  demo: { sitekey: TEST_SITE.sitekey },
  dashboard: createTestDashboard().options,
  widgetFiles: loadWidgetFiles(new URL('../../dist/widget/', import.meta.url)),
  sites: [{ ...TEST_SITE, hostnames: ['forum.example', '*.shop.example'] }],
});
await service.app.ready();
unsubscribe('fastify.initialization', listen);
afterAll(() => service.app.close());

/** An address of a route: parameters have values that are possible and name nothing. */
const fill = (url: string) =>
  url
    .replaceAll(/:uuid\([^)]+\)|:id/g, '6b1d2f3e-95a4-4b5c-8d7e-0123456789ab')
    .replaceAll(/:\w+/g, 'GUESS')
    .replace('*', 'index.css');

const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ method: method as 'GET', url, headers });

describe('the headers of every route', () => {
  it('are those of scripts, pictures, pages and data', async () => {
    expect(routes.length).toBeGreaterThan(60);
    for (const { method, url } of routes) {
      const expected = TABLE.find(([pattern]) => pattern.test(url))?.[1] ?? DATA;
      const { headers } = await ask(method, fill(url));
      expect(headers, `${method} ${url}`).toMatchObject(expected);
      // Neither the program nor its version, and nothing that is the proxy's to say.
      const absent = ['server', 'x-powered-by', 'strict-transport-security'];
      if (url !== '/dashboard/sign-out') absent.push('set-cookie');
      for (const name of absent) {
        expect(headers, `${method} ${url}`).not.toHaveProperty(name);
      }
    }
  });

  it('are those of data where there is no route, or no address', async () => {
    for (const url of ['/nothing', '/v1/nothing', '/6b1d2f3e/%ZZ', '/docs/static/none.js']) {
      const { statusCode, headers } = await ask('GET', url);
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['content-security-policy'], url).toMatch(/^default-src 'none'/);
    }
  });

  it('allow nothing inline anywhere', async () => {
    for (const { method, url } of routes) {
      const { headers } = await ask(method, fill(url));
      expect(headers['content-security-policy'], url).not.toMatch(/unsafe-inline|'unsafe-eval'/);
    }
  });
});

describe('what stands in headers', () => {
  const answers = async (headers: Record<string, string>, query = '') =>
    Promise.all(routes.map(({ method, url }) => ask(method, `${fill(url)}${query}`, headers)));

  it('repeat nothing that a visitor wrote, but an origin that a site allows', async () => {
    const evil = 'evil"; script-src *';
    const written = {
      origin: `https://${evil}`,
      referer: 'https://evil.example/',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'accept-language': evil,
      'if-none-match': evil,
    };
    const query = `?sitekey=${TEST_SITE.sitekey}&return=${encodeURIComponent('https://evil;script-src.example/')}&hl=evil&v=evil`;
    for (const { headers } of await answers(written, query)) {
      expect(JSON.stringify(headers)).not.toContain('evil');
    }
  });

  it('let caches keep nothing that is for one visitor', async () => {
    const kept = await Promise.all(
      routes.map(async ({ method, url }) => {
        const { headers } = await ask(method, fill(url));
        const control = String(headers['cache-control'] ?? '');
        if (/^public/.test(control))
          expect(headers['vary'] ?? 'accept-encoding').toBe('accept-encoding');
        return /no-store|no-cache/.test(control) || headers['content-length'] === '0' ? [] : [url];
      }),
    );
    const others = new Set(kept.flat());
    for (const url of others) {
      expect(url).toMatch(
        /^\/(docs|openapi\.json|widget\/|v1\/no-script\.css|recaptcha\/|turnstile\/|1\/|siteverify|checksiteconfig|api\/v1\/pow|\*)/,
      );
    }
  });
});

describe('the page without scripts', () => {
  let policyOf: (sitekey: string) => Promise<string>;
  beforeAll(() => {
    policyOf = async (sitekey) => {
      const { statusCode, headers } = await ask('GET', `/v1/no-script?sitekey=${sitekey}`);
      expect(statusCode).toBe(200);
      return /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy']))?.[1] ?? '';
    };
  });

  it('is framed by pages of its site alone', async () => {
    expect(await policyOf(TEST_SITE.sitekey)).toBe(
      "'self' http://forum.example:* http://*.shop.example:*",
    );
  });

  it.each([
    ['that allows any host', []],
    ['that is on an address without a name', ['forum.example', '192.0.2.7']],
    [
      'whose hosts are too many for a header',
      Array.from({ length: 200 }, (_, n) => `${n}.example`),
    ],
  ])('is framed anywhere for a site %s', async (_why, hostnames) => {
    service.sites.replace([{ ...TEST_SITE, hostnames }]);
    expect(await policyOf(TEST_SITE.sitekey)).toBe('*');
  });
});
