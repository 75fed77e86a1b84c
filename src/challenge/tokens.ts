import { hash } from 'node:crypto';
import type { Key, Keys } from '../base/keys.ts';
import { constantTimeEqual, deriveSeed } from '../base/secrets.ts';

/** What a response token says of itself. */
export interface Token {
  /**
   * Names what the store keeps of it: 256 bits from a MAC. It follows from the challenge and the time. A token
   * that was not given out, as the store did not say in time that it keeps it, may be kept late: not under the
   * name of the one that was given out instead, which may be redeemed by then.
   */
  readonly id: string;
  readonly expiresMs: number;
}

/** A token, and the key it hangs on. */
export interface IssuedToken {
  readonly text: string;
  readonly token: Token;
  readonly key: Key;
}

/** A token that was made here, or why it is none that counts. */
export type ReadToken =
  | { readonly ok: true; readonly token: Token }
  | { readonly ok: false; readonly reason: 'malformed' | 'expired' };

/** Response tokens: what a person leaves with who has answered, for the site to redeem. */
export interface Tokens {
  /**
   * The token of a solved challenge, for one site: 103 characters of `[A-Za-z0-9_.-]`. The same for the
   * same challenge, time and key; without a key, the current one.
   */
  issue(challengeId: string, sitekey: string, expiresMs: number, key?: Key): IssuedToken;
  /**
   * Reads a token. Without looking into the store: made by a holder of the key for this site, or
   * `malformed`; in time, or `expired`. Accepts any text.
   */
  read(text: string, sitekey: string): ReadToken;
  /** A host, signed for a site: what a page without scripts carries along. */
  sealHost(hostname: string, sitekey: string): string;
  /** The host that was sealed for this site; undefined for any other text. */
  readHost(sealed: string, sitekey: string): string | undefined;
}

const VERSION = 'ib1';

/** Milliseconds since 1970 in base 36: nine digits until the year 5188. */
const FORM = /^ib1\.([A-Za-z0-9_-]{43})\.([0-9a-z]{9})\.([A-Za-z0-9_-]{43})$/;

/**
 * Creates the tokens of some keys: new ones of the current key, and all are read. Clients want 100 characters at least (the Ruby library refuses
 * less without asking), and none that needs escaping in a form (express-recaptcha does not escape).
 */
export function createTokens(keys: Keys, nowMs: () => number): Tokens {
  const mac = ({ secret }: Key, id: string, expires: string, sitekey: string): string =>
    toText(deriveSeed(secret, 'response token', id, expires, sitekey));
  const seal = (hostname: string, sitekey: string, { secret } = keys.current): string =>
    `${hostname} ${toText(deriveSeed(secret, 'host of a page', hostname, sitekey))}`;
  return {
    sealHost: (hostname, sitekey) => seal(hostname, sitekey),

    readHost: (sealed, sitekey) => {
      const [hostname = ''] = sealed.split(' ', 1);
      const isSealed = keys.all.some((key) =>
        constantTimeEqual(sealed, seal(hostname, sitekey, key)),
      );
      return isSealed ? hostname : undefined;
    },

    issue: (challengeId, sitekey, expiresMs, key = keys.current) => {
      const expires = expiresMs.toString(36).padStart(9, '0');
      const seed = deriveSeed(key.secret, 'response token id', challengeId, sitekey, expires);
      const id = toText(seed);
      const text = [VERSION, id, expires, mac(key, id, expires, sitekey)].join('.');
      return { text, token: { id, expiresMs }, key };
    },

    read: (text, sitekey) => {
      const parts = FORM.exec(text);
      if (!parts) return { ok: false, reason: 'malformed' };
      const [, id, expires, signature] = parts as unknown as [string, string, string, string];
      const isOurs = keys.all.some((key) =>
        constantTimeEqual(signature, mac(key, id, expires, sitekey)),
      );
      if (!isOurs) {
        return { ok: false, reason: 'malformed' };
      }
      const expiresMs = Number.parseInt(expires, 36);
      return expiresMs > nowMs()
        ? { ok: true, token: { id, expiresMs } }
        : { ok: false, reason: 'expired' };
    },
  };
}

/** A digest of a text that nobody needs to see again. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
