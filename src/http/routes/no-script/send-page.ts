import type { FastifyReply } from 'fastify';
import type { Site } from '../../../challenge/sites.ts';
import { pagePolicy } from '../../security-headers.ts';

/** Who may show a page in a frame, and where its form may lead beside our own pages. */
export interface Surroundings {
  readonly ancestors: string;
  readonly formTo?: string | undefined;
}

/** Of pages that say what is wrong, and have nothing to press. */
export const ANYWHERE: Surroundings = { ancestors: '*' };

/** A longer policy may be more than a proxy accepts as the headers of one answer: 4 kB with nginx. */
const LONGEST_ANCESTORS = 2000;

/**
 * The hosts of a site: on any other page, somebody could lay something of his own over the form, or have
 * visitors of his solve challenges of this site. Any, if the site allows any, has too many, or one that
 * is an IP address: a policy cannot name those (CSP 3, 6.7.2.10).
 */
export function frameAncestorsOf({ hostnames }: Site): string {
  const hasAddress = hostnames.some((name) => /(^|\.)[0-9]+$/.test(name));
  // `http:` stands for `https:`, too.
  const ancestors = ["'self'", ...hostnames.map((name) => `http://${name}:*`)].join(' ');
  const isAny = hostnames.length === 0 || hasAddress || ancestors.length > LONGEST_ANCESTORS;
  return isAny ? '*' : ancestors;
}

/** Sends a page that may be shown and may lead only where its surroundings say. */
export function sendPage(
  reply: FastifyReply,
  status: number,
  html: string,
  { ancestors, formTo }: Surroundings,
): FastifyReply {
  const policy = pagePolicy({
    'img-src': "'self'",
    'media-src': "'self'",
    'style-src': "'self'",
    'form-action': formTo ? `'self' ${new URL(formTo).origin}` : "'self'",
    'frame-ancestors': ancestors,
  });
  return (
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // A page that isolates itself (COEP) may frame it, too.
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('content-security-policy', policy)
      .send(html)
  );
}
