import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** An answer without a route: a status line and the code and sentence of an error. */
interface Answer {
  readonly status: string;
  readonly error: string;
  readonly message: string;
}

const NOT_HTTP: Answer = {
  status: '400 Bad Request',
  error: 'bad_request',
  message: 'This is not HTTP as it should be.',
};

/** What Node says of requests that it cannot parse, and the answers to them. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    error: 'headers_too_large',
    message: 'The request line and the headers exceed 16 kB together.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    error: 'request_timeout',
    message: 'The request was not complete within 10 seconds.',
  },
};

const EXPECTATION_FAILED: Answer = {
  status: '417 Expectation Failed',
  error: 'expectation_failed',
  message: 'No expectation but 100-continue can be met.',
};

const NOT_A_PROXY: Answer = {
  status: '404 Not Found',
  error: 'not_found',
  message: 'This is not a proxy.',
};

/** Answers bytes that are no HTTP, before there is a request: one error, then the end. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  // A peer that has gone, or that was answered already, gets nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else answer(socket, ANSWERS[error.code ?? ''] ?? NOT_HTTP);
}

/** Answers what Node would end without a word or with an empty body, before any route is asked. */
export function answerUnusualRequests(server: Server): void {
  server.on('connect', (_request, socket) => answer(socket, NOT_A_PROXY));
  server.on('checkExpectation', (request) => answer(request.socket, EXPECTATION_FAILED));
}

function answer(socket: Duplex, { status, error, message }: Answer): void {
  const body = JSON.stringify({ statusCode: Number.parseInt(status, 10), error, message });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
