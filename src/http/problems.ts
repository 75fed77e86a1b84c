import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { PublicError } from './errors.ts';

/** A problem document (RFC 9457): the body of every answer under `/v1` that is not a success. */
const Problem = Type.Object(
  {
    type: Type.String({ description: 'Always `about:blank`: `code` says which problem it is' }),
    title: Type.String({ description: 'A sentence, for people' }),
    status: Type.Integer({ description: 'The HTTP status once more' }),
    code: Type.String({ description: 'A stable code, for programs' }),
    detail: Type.Optional(Type.String({ description: 'What is wrong with this request' })),
  },
  { title: 'Problem' },
);

/** The response of a route whose body is a {@link Problem}, for the OpenAPI document. */
export function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}

/** Problems that routes answer themselves. */
export const PROBLEMS = {
  unknown_sitekey: [404, 'There is no site with this sitekey.'],
  hostname_not_allowed: [403, 'This site does not allow challenges on pages of this host.'],
  kind_not_offered: [403, 'This site does not offer challenges of this kind.'],
  test_sitekey: [403, 'This sitekey for tests lets nobody pass.'],
  unknown_challenge: [404, 'There is no such challenge: it was answered, given up or has expired.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

/** Answers with a problem of the table. */
export function answerProblem(reply: FastifyReply, code: keyof typeof PROBLEMS): FastifyReply {
  const [statusCode, message] = PROBLEMS[code];
  return sendProblem(reply, { statusCode, error: code, message });
}

/** Answers an error with a problem document. */
export function sendProblem(reply: FastifyReply, error: PublicError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  return reply
    .code(error.statusCode)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: error.message,
      status: error.statusCode,
      code: error.error,
      ...(error.detail && { detail: error.detail }),
    });
}
