import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { StoreError } from '../store/store.ts';

/** The body of every answer that is not a success. */
export const ErrorBody = Type.Object(
  {
    error: Type.String({ description: 'A stable code, for programs' }),
    message: Type.String({ description: 'A sentence, for people' }),
    statusCode: Type.Integer({ description: 'The HTTP status once more' }),
  },
  { title: 'Error' },
);

/** What the outside is told: never more than this, whatever went wrong inside. */
interface PublicError {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

const NOT_FOUND: PublicError = {
  statusCode: 404,
  error: 'not_found',
  message: 'There is nothing here. The routes are documented at /docs.',
};

const STORE_ERRORS = {
  unavailable: {
    statusCode: 503,
    error: 'store_unavailable',
    message: 'Captchas cannot be kept or checked at the moment. Try again soon.',
    retryAfterSeconds: 1,
  },
  full: {
    statusCode: 503,
    error: 'store_full',
    message: 'Too many captchas are waiting for an answer. Try again soon.',
    retryAfterSeconds: 5,
  },
} satisfies Record<StoreError['code'], PublicError>;

const INTERNAL: PublicError = {
  statusCode: 500,
  error: 'internal',
  message: 'Something went wrong on this server.',
};

/** Answers every error and every unknown path with an {@link ErrorBody}, and logs the reason. */
export function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => send(reply, NOT_FOUND));
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
}

/** The answer to an error that was thrown for a request, by a route or by the framework. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const told = toPublicError(error);
  // Messages of refused requests may quote the URL, and with it a guess: the code must do.
  if (error instanceof StoreError) {
    request.log.warn({ reason: error.message, route: request.routeOptions.url }, 'store failed');
  } else if (told === INTERNAL) {
    request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  } else {
    request.log.debug({ reason: told.error }, 'request refused');
  }
  return send(reply, told);
}

function toPublicError(error: FastifyError | Error): PublicError {
  if (error instanceof StoreError) return STORE_ERRORS[error.code];
  const statusCode = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (statusCode < 400 || statusCode >= 500 || !('code' in error)) return INTERNAL;
  return {
    statusCode,
    // FST_ERR_BAD_URL becomes bad_url.
    error: error.code.replace(/^FST_ERR_/, '').toLowerCase(),
    message: 'The request could not be understood. The routes are documented at /docs.',
  };
}

function send(reply: FastifyReply, { retryAfterSeconds, ...body }: PublicError): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(body.statusCode).header('cache-control', 'no-store').send(body);
}
