import { readFileSync } from 'node:fs';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Redemptions } from '../../challenge/redemptions.ts';
import type { Sites } from '../../challenge/sites.ts';
import { acceptJsonOnly } from '../bodies.ts';
import { pagePolicy } from '../security-headers.ts';
import { FLAVOURS } from './siteverify/flavours.ts';

/** What the demonstration is made of. */
export interface DemoOptions {
  readonly redemptions: Pick<Redemptions, 'redeem'>;
  readonly sites: Sites;
  /** Undefined for no demonstration. */
  readonly demo: DemoSite | undefined;
}

/** The site that is shown. */
export interface DemoSite {
  readonly sitekey: string;
  /** Shown to whoever opens the page: only that of a pair made for development. */
  readonly secret?: string;
}

const FILES = [
  ['/demo', 'index.html', 'text/html; charset=utf-8'],
  ['/demo/demo.css', 'demo.css', 'text/css; charset=utf-8'],
  ['/demo/demo.js', 'demo.js', 'text/javascript; charset=utf-8'],
] as const;

/** A token and a name. */
const BODY_LIMIT_BYTES = 4096;

const FOLDER = new URL('../../../assets/demo/', import.meta.url);

/** What a strict page of a site allows: one origin, nothing inline; and a worker for proofs of work. */
const CONTENT_SECURITY_POLICY = pagePolicy({
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': 'blob:',
  'style-src': "'self'",
  'connect-src': "'self'",
  'media-src': "'self'",
  'form-action': "'self'",
});

/** A page that shows every way to a token, and what the site's server is told about it. */
export const demoRoutes: FastifyPluginAsyncTypebox<DemoOptions> = async (app, options) => {
  const { redemptions, sites, demo } = options;
  if (!demo) return;
  acceptJsonOnly(app, BODY_LIMIT_BYTES);

  for (const [url, name, type] of FILES) {
    const content = fillIn(readFileSync(new URL(name, FOLDER), 'utf8'), demo);
    const config = { audience: 'page' } as const;
    app.get(url, { config, schema: { hide: true } }, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .send(content),
    );
  }

  app.post(
    '/demo/verify',
    {
      config: { limit: 'verify-unknown' },
      schema: {
        hide: true,
        body: Type.Object({
          flavour: Type.String({ maxLength: 20 }),
          token: Type.String({ maxLength: 2000 }),
        }),
      },
    },
    async (request, reply) => {
      const site = sites.find(demo.sitekey);
      const flavour = FLAVOURS.find(({ name }) => name === request.body.flavour);
      if (!site || !flavour) return reply.callNotFound();
      const { token } = request.body;
      if (token === '') return flavour.refuse('missing-response');
      const redemption = await redemptions.redeem(site, token);
      return redemption.ok ? flavour.accept(redemption.solved) : flavour.refuse(redemption.reason);
    },
  );
};

/** Sitekeys and secrets are letters, digits, `_` and `-`: nothing in them needs escaping. */
function fillIn(text: string, { sitekey, secret }: DemoSite): string {
  const about = secret && `, made for development; its secret is <code>${secret}</code>`;
  return text.replaceAll('{{sitekey}}', sitekey).replaceAll('{{secret}}', about ?? '');
}
