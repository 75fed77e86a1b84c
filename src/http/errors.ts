import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { BusyError } from '../media/job.ts';
import { StoreError } from '../store/store.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

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
export interface PublicError {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** Which part of the request breaks which rule of the schema. It repeats no value. */
  readonly detail?: string;
}

/** Writes an error in the form of one part of the service. */
export type SendError = (reply: FastifyReply, error: PublicError) => FastifyReply;

/** A request beyond a limit: it was not served, and may be later. */
export class LimitedError extends Error {
  override readonly name = 'LimitedError';
  readonly retryAfterSeconds: number;

  /** The names of the budgets that are exceeded go to the log; they say nothing of who asked. */
  constructor(retryAfterSeconds: number, exceeded: readonly string[]) {
    super(exceeded.join(', '));
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** There is nothing at this address. */
export const NOT_FOUND: PublicError = {
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

const BUSY: PublicError = {
  statusCode: 503,
  error: 'busy',
  message: 'Too many captchas are being drawn. Try again soon.',
  retryAfterSeconds: 1,
};

/** What is wrong with a request, by its status: the framework's own codes are not ours to promise. */
const REFUSALS: Readonly<Record<number, readonly [error: string, message: string]>> = {
  403: ['forbidden', 'This is not served.'],
  404: [NOT_FOUND.error, NOT_FOUND.message],
  405: ['method_not_allowed', 'This address does not know the method.'],
  413: ['too_large', 'The body is larger than is accepted.'],
  415: ['unsupported_media_type', 'The type of the body is none that exists.'],
  416: ['range_not_satisfiable', 'There is no such range.'],
};

const BAD_URL = ['bad_url', 'The path is not percent-encoded as it should be.'] as const;
const BAD_REQUEST = ['bad_request', 'The request could not be understood.'] as const;

const INTERNAL: PublicError = {
  statusCode: 500,
  error: 'internal',
  message: 'Something went wrong on this server.',
};

/** An outage fails every request: one line for all of them within this time is enough. */
const OUTAGE_LINE_EVERY_MS = 1000;

/** Answers every error and every unknown path with an {@link ErrorBody}, and logs the reason. */
export function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendBody(reply, NOT_FOUND));
  app.setErrorHandler(createErrorHandler(sendBody));
}

/** Makes a handler for thrown errors that answers them in a form of its own. */
export function createErrorHandler(
  send: SendError,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const tellStoreFailure = createOutageLog('store failed');
  const tellBusy = createOutageLog('drawing is busy');
  const tellLimited = createOutageLog('requests beyond a limit');
  return (error, request, reply) => {
    if (error instanceof StoreError) tellStoreFailure(error, request);
    if (error instanceof BusyError) tellBusy(error, request);
    if (error instanceof LimitedError) tellLimited(error, request);
    return answerError(error, request, reply, send);
  };
}

function createOutageLog(message: string): (error: Error, request: FastifyRequest) => void {
  let failures = 0;
  let toldMs = Number.NEGATIVE_INFINITY;
  return (error, request) => {
    failures++;
    if (performance.now() - toldMs < OUTAGE_LINE_EVERY_MS) return;
    request.log.warn({ reason: error.message, requests: failures }, message);
    toldMs = performance.now();
    failures = 0;
  };
}

/** The answer to an error that was thrown for a request, by a route or by the framework. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
  send: SendError = sendBody,
): FastifyReply {
  const told = toPublicError(error);
  // Messages of refused requests may quote the URL, and with it a guess: the code must do.
  if (told === INTERNAL) {
    request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  } else {
    request.log.debug({ reason: told.error }, 'request refused');
  }
  return send(reply, told);
}

function toPublicError(error: FastifyError | Error): PublicError {
  if (error instanceof StoreError) return STORE_ERRORS[error.code];
  if (error instanceof BusyError) return BUSY;
  if (error instanceof LimitedError) return limited(error);
  const statusCode = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (statusCode < 400 || statusCode >= 500) return INTERNAL;
  const isBadUrl = 'code' in error && error.code === 'FST_ERR_BAD_URL';
  const [code, message] = isBadUrl ? BAD_URL : (REFUSALS[statusCode] ?? BAD_REQUEST);
  const isInvalid = 'validation' in error && error.validation !== undefined;
  return { statusCode, error: code, message, ...(isInvalid && { detail: error.message }) };
}

function limited({ retryAfterSeconds }: LimitedError): PublicError {
  const message = 'Too many requests from your network, or for this site. Try again later.';
  return { statusCode: 429, error: 'rate_limited', message, retryAfterSeconds };
}

function sendBody(
  reply: FastifyReply,
  { retryAfterSeconds, detail: _detail, ...body }: PublicError,
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return (
    reply
      .code(body.statusCode)
      .header('cache-control', 'no-store')
      // The framework answers a bad URL without the hooks that every other answer passes.
      .headers(SECURITY_HEADERS.data)
      .send(body)
  );
}
