import type { FastifyRequest } from 'fastify';

/**
 * Whether no page of another origin made a browser send this request. What is no browser says nothing of
 * the kind and is believed: it has no one's cookies.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  // No page can forge it, but browsers send it over TLS and to localhost only. It holds behind proxies that
  // send us another Host, too.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || URL.parse(origin)?.host === host;
}
