import type { FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from './views/message.ts';

/**
 * Turn away forms that another site submits in a visitor's browser.
 *
 * There is no session to ride on, and a forged registration would need a picture that its victim
 * has read and answered, so a CSRF token would guard nothing. The check is free all the same.
 */
export async function requireSameOrigin(request: FastifyRequest, reply: FastifyReply) {
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  // Sec-Fetch-Site cannot be forged by a page, but is only sent over HTTPS and to localhost.
  const allowed = site
    ? site === 'same-origin' || site === 'none'
    : origin === undefined || URL.parse(origin)?.host === host;
  if (allowed) return;

  request.log.warn({ site, origin }, 'form from another site refused');
  return reply
    .code(403)
    .type('text/html; charset=utf-8')
    .send(messagePage('That form came from another site', 'Please use the form on this site.'));
}
