import type { FastifyRequest } from 'fastify';

/** A name of RFC 1123's length, with the underscore that some networks use, or an IPv6 address. */
const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])$/;

/**
 * The host of the page that a request came from, in lower case: by `Origin`, which scripts cannot
 * forge, else by `Referer`. Undefined for none, for `null` (a sandboxed frame, a file) and for
 * what is no URL: a program can send any, which is why the site is told what was sent.
 */
export function pageHostOf(request: FastifyRequest): string | undefined {
  return hostOf(request.headers.origin) ?? hostOf(request.headers.referer);
}

/** The host under which the service was asked, for pages that do not say theirs. */
export function ownHostOf(request: FastifyRequest): string {
  // Not the framework's idea of it: from a trusted proxy that is X-Forwarded-Host, which many proxies
  // pass on as the visitor has sent it.
  return hostOf(`http://${request.headers.host}`) ?? 'localhost';
}

/** The host name of an http or https URL, in lower case, without its port. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) ? toHost(hostname) : undefined;
}

/** It is kept and told to the site: nothing longer or stranger than a host can be. */
function toHost(text: string): string | undefined {
  const host = text.toLowerCase().replace(/\.$/, '');
  return HOST.test(host) ? host : undefined;
}
