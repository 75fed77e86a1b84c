import type { Key, Keys } from '../base/keys.ts';
import { constantTimeEqual, deriveSeed } from '../base/secrets.ts';

/** What a sealed challenge says: what JSON can say. */
export type Payload = object;

/** Challenges that their visitors carry, so that none is kept before it is solved. */
export interface SealedChallenges {
  /**
   * A text of `[A-Za-z0-9_.-]` that says this until then. Whoever has it can read it, and nobody can
   * change it. Throws a RangeError if it would have more than {@link LONGEST_SEALED} characters.
   */
  seal(payload: Payload, expiresMs: number): string;
  /** What was sealed with one of these keys and has not expired; undefined for any other text. */
  open(text: string): { readonly payload: Payload; readonly expiresMs: number } | undefined;
}

/**
 * Of the longest host, action and data of a site, 253, 100 and 255 characters, the last may be such
 * that each is six in JSON: 253 + 100 + 6 * 255 = 1883. With 500 for names, a nonce and numbers, four
 * characters for each three bytes, and 55 for the version and the MAC, that is 3233.
 */
export const LONGEST_SEALED = 3_300;

const VERSION = 'ibw1';
const FORM = /^ibw1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/** Creates the sealed challenges of some keys: new ones of the current key, and all are opened. */
export function createSealedChallenges({
  keys,
  nowMs,
}: {
  keys: Keys;
  nowMs: () => number;
}): SealedChallenges {
  const mac = ({ secret }: Key, body: string): string =>
    Buffer.from(deriveSeed(secret, 'sealed challenge', VERSION, body)).toString('base64url');
  return {
    seal: (payload, expiresMs) => {
      const body = Buffer.from(JSON.stringify([expiresMs, payload])).toString('base64url');
      const text = `${VERSION}.${body}.${mac(keys.current, body)}`;
      if (text.length > LONGEST_SEALED) throw new RangeError('too much for a sealed challenge');
      return text;
    },

    open: (text) => {
      if (text.length > LONGEST_SEALED) return undefined;
      const parts = FORM.exec(text);
      if (!parts) return undefined;
      const [, body, signature] = parts as unknown as [string, string, string];
      if (!keys.all.some((key) => constantTimeEqual(signature, mac(key, body)))) return undefined;
      // Nobody but `seal` writes what has this MAC.
      const [expiresMs, payload] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
        number,
        Payload,
      ];
      return expiresMs > nowMs() ? { payload, expiresMs } : undefined;
    },
  };
}
