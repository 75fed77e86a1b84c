import type { Socket } from 'node:net';

/** What Node says of requests that it cannot parse, and the answers to them. */
const ANSWERS: Readonly<Record<string, readonly [status: string, error: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout'],
};

/**
 * Answers requests that are no HTTP, before there is a request object: one short JSON body, then the
 * end of the connection.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // A peer that has gone, or that was answered already, gets nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code] = ANSWERS[error.code ?? ''] ?? ['400 Bad Request', 'bad_request'];
  const body = JSON.stringify({
    error: code,
    message: 'The request could not be understood.',
    statusCode: Number.parseInt(status, 10),
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
