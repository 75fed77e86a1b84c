import type { FastifyRequest } from 'fastify';

/**
 * The host of the page that a request came from, in lower case: by `Origin`, which scripts cannot
 * forge, else by `Referer`. Undefined for none, for `null` (a sandboxed frame, a file) and for
 * what is no URL: a program can send any, which is why the site is told what was sent.
 */
export function pageHostOf(request: FastifyRequest): string | undefined {
  return hostOf(request.headers.origin) ?? hostOf(request.headers.referer);
}

/** The host name of an http or https URL, in lower case, without its port. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) ? hostname.toLowerCase() : undefined;
}
