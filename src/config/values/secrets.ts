import type { Described, Setting } from './setting.ts';

/** What stands in a page for a site. */
export const SITEKEY = /^[A-Za-z0-9_-]{4,100}$/;

/** Twenty characters or more: 2^120 and harder to guess for what is drawn at random. */
export const SECRET = /^[A-Za-z0-9_-]{20,200}$/;

/** As it may follow `Bearer` (RFC 6750), and as hard to guess as a secret. */
export const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]{20,500}={0,12}$/;

/** Some keys of the server, apart by spaces, commas or line breaks. */
export function secretKeys(options: Described): Setting<readonly string[]> {
  const accepts = `at most ${MOST_ACCEPTED_KEYS} keys of 32 to 512 characters, with spaces, commas or line breaks between`;
  return {
    ...options,
    secret: true,
    accepts,
    parse: (value) => {
      const keys = value.split(/[\s,]+/).filter((key) => key !== '');
      const areRight = keys.every((key) => key.length >= 32 && key.length <= 512);
      if (!areRight || keys.length > MOST_ACCEPTED_KEYS) throw new Error(`must be ${accepts}`);
      return keys;
    },
  };
}

/** Each token is tried with each key, until one fits. */
const MOST_ACCEPTED_KEYS = 4;
