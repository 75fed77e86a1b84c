import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse } from 'range-parser';

/**
 * Sends bytes, or the part of them that is asked for (RFC 9110, 14): players of Apple's ask for the
 * first two bytes before they play anything. Several parts at once are not served: all are, instead.
 */
export function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  bytes: Uint8Array,
): FastifyReply {
  reply.header('accept-ranges', 'bytes');
  const asked = request.headers.range;
  // `If-Range` compares with a validator, and there is none: it never holds.
  if (asked === undefined || request.headers['if-range'] !== undefined) return reply.send(bytes);
  const { code, type, ranges } = parse(bytes.length, asked.slice(0, MAX_HEADER_LENGTH));
  const [range] = ranges;
  if (type === 'bytes' && code === UNSATISFIABLE && !range) {
    reply.header('content-range', `bytes */${bytes.length}`);
    throw Object.assign(new Error('no such range'), { statusCode: 416 });
  }
  if (type !== 'bytes' || code !== ALL_GOOD || !range || ranges.length > 1) {
    return reply.send(bytes);
  }
  return reply
    .code(206)
    .header('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`)
    .send(bytes.subarray(range.start, range.end + 1));
}

// What the parser says of all ranges together.
const ALL_GOOD = 0;
const UNSATISFIABLE = 2;

/** One range with two numbers of nine digits is shorter. */
const MAX_HEADER_LENGTH = 100;
