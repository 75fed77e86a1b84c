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
 * the script comes from there and talks to there. It needs nothing else, and nothing inline.
 */
export function contentSecurityPolicy(scriptsFrom = ''): string {
  return [
    "default-src 'none'",
    "img-src 'self' data:",
    "style-src 'self'",
    `script-src 'self' ${scriptsFrom}`.trim(),
    `connect-src 'self' ${scriptsFrom}`.trim(),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
