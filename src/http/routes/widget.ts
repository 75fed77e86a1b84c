import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WidgetFile, WidgetFiles } from '../widget-files.ts';

/** What the browser's side is made of. */
export interface WidgetOptions {
  /** Empty where the widget was not built. */
  readonly widgetFiles: WidgetFiles;
}

/**
 * Which file is served where: our own address, and those of the vendors' scripts, so that a page
 * changes nothing but the host.
 */
const ADDRESSES: readonly (readonly [url: string, file: string])[] = [
  ['/widget/inkblot.js', 'widget.js'],
  ['/widget/inkblot.mjs', 'inkblot.mjs'],
  ['/recaptcha/api.js', 'recaptcha.js'],
  ['/recaptcha/enterprise.js', 'recaptcha.js'],
  ['/1/api.js', 'hcaptcha.js'],
  ['/1/secure-api.js', 'hcaptcha.js'],
  ['/turnstile/v0/api.js', 'turnstile.js'],
];

/** A new version reaches everybody within this time, and nobody waits for it. */
const REVALIDATED = 'public, max-age=300, stale-while-revalidate=86400';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** The scripts of the widget, the parts they fetch later, and texts in other languages. */
export const widgetRoutes: FastifyPluginAsyncTypebox<WidgetOptions> = async (
  app,
  { widgetFiles },
) => {
  for (const [url, name] of ADDRESSES) add(url, name);
  for (const name of widgetFiles.keys()) {
    if (/^(?:strings|lazy)\//.test(name)) add(`/widget/${name}`, name);
  }

  function add(url: string, name: string): void {
    const file = widgetFiles.get(name);
    if (!file) return;
    const config = { audience: 'embedded' } as const;
    app.get(
      url,
      { config, exposeHeadRoute: true, schema: { hide: true } },
      async (request, reply) => sendFile(request, reply, file),
    );
  }
};

function sendFile(request: FastifyRequest, reply: FastifyReply, file: WidgetFile): FastifyReply {
  const { v } = request.query as { v?: unknown };
  reply.headers({
    'cache-control': v === file.version ? FOR_EVER : REVALIDATED,
    // Whoever knows the address may have them: hCaptcha's loader asks with `crossorigin=anonymous`.
    'access-control-allow-origin': '*',
    etag: file.etag,
    vary: 'accept-encoding',
  });
  const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
  if (known.some((etag) => etag.replace(/^W\//, '') === file.etag)) return reply.code(304).send();
  reply.type(file.type);
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  return takesGzip
    ? reply.header('content-encoding', 'gzip').send(file.gzipped)
    : reply.send(file.bytes);
}
