import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from '../headers.ts';
import type { Members } from '../members.ts';
import { findProblems, NAME_TAKEN, type Problem, parseForm, textOf } from '../registration-form.ts';
import { RETRY_AFTER_SECONDS } from '../retry-after.ts';
import { requireSameOrigin } from '../same-origin.ts';
import { type IsPerson, isToken } from '../siteverify.ts';
import { type ElementTyped, elementPage } from '../views/element-registration.ts';

/** Inkblot's element on this site. */
export interface Element {
  /** Where browsers reach Inkblot, with a slash at its end. */
  url: string;
  sitekey: string;
  isPerson: IsPerson;
}

const FIELD = 'inkblot-response';

const NO_TOKEN: Problem = { field: 'captcha', text: 'Confirm that you are a person' };
// Inkblot tells the two apart by its error codes; to a person they are one.
const TOKEN_REFUSED: Problem = {
  field: 'captcha',
  text: 'That confirmation is used or too old. Please confirm again that you are a person',
};

/** The registration form with Inkblot's element. */
export function addRegistration(
  app: FastifyInstance,
  { url, sitekey, isPerson }: Element,
  members: Members,
): void {
  const policy = contentSecurityPolicy(new URL(url).origin);
  const script = `${url}widget/inkblot.js`;

  function sendForm(reply: FastifyReply, status: number, typed: ElementTyped) {
    const query = new URLSearchParams({ sitekey, return: tokenAddress(reply.request) });
    return reply
      .code(status)
      .header('Cache-Control', 'no-store')
      .header('Content-Security-Policy', policy)
      .type('text/html; charset=utf-8')
      .send(elementPage({ ...typed, sitekey, script, noScript: `${url}v1/no-script?${query}` }));
  }

  app.get('/register', async (_request, reply) => sendForm(reply, 200, {}));

  // From Inkblot's page without scripts, and so from another site: it shows a form and does nothing.
  // That page names no origin that could be checked, so as to tell nobody of its token.
  app.post('/register/token', async (request, reply) => {
    const token = textOf(request.body, FIELD);
    return isToken(token)
      ? sendForm(reply, 200, { token })
      : sendForm(reply, 422, { problems: [NO_TOKEN] });
  });
  app.get('/register/token', async (_request, reply) => reply.redirect('/register', 303));

  app.post('/register', { preHandler: requireSameOrigin }, async (request, reply) => {
    const { name, email, ...rest } = parseForm(request.body);
    const token = textOf(request.body, FIELD);
    const typed = { name, email };

    // Before the token, which counts once: a slip of the finger should not cost it.
    const problems = findProblems({ ...typed, ...rest });
    if (!isToken(token)) problems.push(NO_TOKEN);
    if (problems.length > 0) {
      return sendForm(reply, 422, { ...typed, problems, ...(isToken(token) && { token }) });
    }

    let hasSolved: boolean;
    try {
      hasSolved = await isPerson(token);
    } catch (error) {
      request.log.warn(error, 'captcha could not be verified, so nobody was registered');
      reply.header('Retry-After', RETRY_AFTER_SECONDS);
      return sendForm(reply, 503, { ...typed, token, isDown: true });
    }
    if (!hasSolved) {
      request.log.info('captcha failed, so nobody was registered');
      return sendForm(reply, 422, { ...typed, problems: [TOKEN_REFUSED] });
    }

    // Only now: a bot that cannot read pictures cannot find out which names exist either.
    const member = members.add(name);
    if (!member) return sendForm(reply, 409, { ...typed, problems: [NAME_TAKEN] });
    return reply.redirect(`/welcome/${member.number}`, 303);
  });
}

/** Where this visitor is to bring a token. Whoever forges these headers misleads nobody else. */
function tokenAddress({ headers, host }: FastifyRequest): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  return `${scheme}://${host}/register/token`;
}
