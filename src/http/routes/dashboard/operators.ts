import { constantTimeEqual, deriveSeed } from '../../../base/secrets.ts';
import { hasBearer } from '../../bearer.ts';

/** How long an operator stays signed in: a working day. */
export const SESSION_MS = 12 * 3_600_000;

/** Knows operators by the token that they share. Nothing is kept of who is signed in. */
export interface Operators {
  /** Whether this is the token. Takes the same time for every other text. */
  isToken(given: string): boolean;
  /** Whether an Authorization header has the token. */
  isBearer(authorization: string | undefined): boolean;
  /** What a browser keeps instead of the token, good for {@link SESSION_MS} and nothing else. */
  newSession(): string;
  isSession(session: string | undefined): boolean;
}

/** `<expiry>.<MAC>`: milliseconds since 1970, and 32 bytes in base64url. */
const SESSION = /^(\d{1,15})\.([\w-]{43})$/;

/**
 * A session is its expiry with an HMAC-SHA-256 keyed with the token: every replica with the token accepts
 * it, another token ends all sessions, and whoever reads one learns no token. One session cannot be ended alone.
 */
export function createOperators(token: string, nowMs: () => number): Operators {
  const macOf = (expiresMs: string) =>
    Buffer.from(deriveSeed(token, 'operator session', expiresMs)).toString('base64url');
  return {
    isToken: (given) => constantTimeEqual(given, token),
    isBearer: (authorization) => hasBearer(authorization, token),
    newSession: () => {
      const expiresMs = String(nowMs() + SESSION_MS);
      return `${expiresMs}.${macOf(expiresMs)}`;
    },
    isSession: (session) => {
      const [, expiresMs = '', mac = ''] = SESSION.exec(session ?? '') ?? [];
      return constantTimeEqual(mac, macOf(expiresMs)) && Number(expiresMs) > nowMs();
    },
  };
}
