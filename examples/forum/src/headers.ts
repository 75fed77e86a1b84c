import type { FastifyInstance } from 'fastify';

const SECURITY_HEADERS = {
  'Content-Security-Policy': contentSecurityPolicy(),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not `no-referrer`: with that, browsers send `Origin: null` along with our own form.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** Send the same strict headers with every response, errors included. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
}

/**
 * What a page may load and do. `scriptsFrom` is the origin of Inkblot, for a page with its element:
 * the script comes from there, talks to there and plays from there. Nothing is inline; proofs of work
 * are computed in a worker, with WebAssembly.
 */
export function contentSecurityPolicy(scriptsFrom = ''): string {
  return [
    "default-src 'none'",
    "img-src 'self' data:",
    "style-src 'self'",
    `connect-src 'self' ${scriptsFrom}`.trim(),
    ...(scriptsFrom === ''
      ? ["script-src 'self'"]
      : [
          `script-src 'self' ${scriptsFrom} 'wasm-unsafe-eval'`,
          `media-src ${scriptsFrom}`,
          'worker-src blob:',
        ]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
