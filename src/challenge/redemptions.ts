import type { Keys } from '../base/keys.ts';
import { newId } from '../base/secrets.ts';
import type { Store } from '../store/store.ts';
import { readJson } from './json.ts';
import { createReleases } from './releases.ts';
import type { Site } from './sites.ts';
import { digest, type Tokens } from './tokens.ts';
import type { KindName, Level } from './types.ts';

/** Where and for what a challenge was asked for: all of it comes back when its token is redeemed. */
export interface Purpose {
  readonly hostname: string;
  readonly action?: string;
  readonly cdata?: string;
  /** Whether the site expects a score with the verdict, as of reCAPTCHA v3. */
  readonly scored?: boolean;
}

/** What was noticed of whoever solved a challenge, for the site to weigh. */
export interface Signals {
  /** The time from the opening of the challenge to the answer. */
  readonly solveMs: number;
  /** Whether that is less than a person takes. */
  readonly tooFast: boolean;
  /** Whether the field was filled in that people do not see. */
  readonly honeypot: boolean;
  /** The step of the site's ladder that he met: 0 if nothing was held against him or his network. */
  readonly step: number;
}

/** What a site learns of a challenge that was solved. */
export interface Solved extends Purpose {
  readonly sitekey: string;
  readonly kind: KindName;
  readonly level: Level;
  readonly solvedMs: number;
  readonly signals: Signals;
}

/** A right to pass that was given out. */
export interface Grant {
  readonly ok: true;
  readonly token: string;
  readonly expiresMs: number;
}

/** What a token is worth. */
export type Redemption =
  | {
      readonly ok: true;
      readonly solved: Solved;
      /**
       * Makes the token good again, because the reply could not be delivered. Does nothing where whoever
       * lost it can repeat the question: then it would be good for somebody else besides.
       */
      restore(): Promise<void>;
    }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'spent' };

/** What redemptions are made of. */
export interface RedemptionsOptions {
  readonly store: Pick<Store, 'set' | 'get' | 'claim' | 'release'>;
  readonly tokens: Tokens;
  readonly keys: Pick<Keys, 'find'>;
  /** How long a response token can be redeemed. */
  readonly tokenTtlMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** The life of response tokens. */
export interface Redemptions {
  /**
   * Gives a token for a challenge that was solved by this answer. Rejects with a StoreError, and then
   * has given none.
   */
  grant(challengeId: string, answer: string, solved: Solved): Promise<Grant>;
  /** The same token once more, for whoever lost the reply and sends the same answer within a minute. */
  repeat(challengeId: string, answer: string, sitekey?: string): Promise<Grant | null>;
  /**
   * Redeems a token, once. With an `idempotencyKey`, a repetition with the same key is answered like
   * the first time, within a minute. Any text is accepted. Rejects with a StoreError, and then the token
   * is as good as before, as soon as the store can be reached.
   */
  redeem(site: Site, token: string, idempotencyKey?: string): Promise<Redemption>;
}

/** As long as a client that lost a reply may take to ask again. */
const RETRY_MS = 60_000;

/** Creates the redemptions of all sites. */
export function createRedemptions(options: RedemptionsOptions): Redemptions {
  const { store, tokens, keys, tokenTtlMs, nowMs } = options;
  const releases = createReleases({ store, nowMs });
  return {
    grant: async (id, answer, solved) => {
      const { sitekey } = solved;
      const expiresMs = nowMs() + tokenTtlMs;
      const { text, token, key } = tokens.issue(id, sitekey, expiresMs);
      await store.set(tokenKey(token.id), JSON.stringify(solved), tokenTtlMs);
      const guessed = digest(`${id} ${answer}`);
      const solution: Solution = { guessed, sitekey, expiresMs, key: key.id };
      // Only for whoever loses the reply.
      const retryMs = Math.min(RETRY_MS, tokenTtlMs);
      await store.set(solvedKey(id), JSON.stringify(solution), retryMs).catch(() => {});
      return { ok: true, token: text, expiresMs };
    },

    repeat: async (id, answer, ofSite) => {
      const before = readJson<Solution>(await store.get(solvedKey(id)));
      if (!before) return null;
      const { guessed, sitekey, expiresMs, key: keyId } = before;
      const isSame = guessed === digest(`${id} ${answer}`);
      if (!isSame || (ofSite !== undefined && ofSite !== sitekey)) return null;
      // Not with the key of today, if that has changed meanwhile: it would be another token.
      const key = keys.find(keyId);
      if (!key) return null;
      return { ok: true, token: tokens.issue(id, sitekey, expiresMs, key).text, expiresMs };
    },

    redeem: async (site, text, idempotencyKey) => {
      const read = tokens.read(text, site.sitekey);
      if (!read.ok) return { ok: false, reason: read.reason === 'expired' ? 'expired' : 'unknown' };
      const { id, expiresMs } = read.token;
      const key = tokenKey(id);
      // A name that a repetition has, too, or one that nobody else will have.
      const isRepeatable = idempotencyKey !== undefined;
      const name = isRepeatable ? digest(`${id} ${idempotencyKey}`) : newId();
      const claim = { key, name, untilMs: expiresMs };
      let solved: Solved | undefined;
      try {
        await releases.settle(key);
        solved = readJson<Solved>(await store.claim(key, name, RETRY_MS));
      } catch (error) {
        // It may be claimed, or be claimed any moment, for whoever is told now to ask again.
        if (!isRepeatable) releases.release(claim);
        throw error;
      }
      if (!solved) return { ok: false, reason: 'spent' };
      const restore = async () => {
        if (!isRepeatable) await releases.giveBack(claim);
      };
      return { ok: true, solved, restore };
    },
  };
}

/** What is kept of a right answer, for whoever lost the reply. */
interface Solution {
  readonly guessed: string;
  readonly sitekey: string;
  readonly expiresMs: number;
  /** Of which key the token is. */
  readonly key: string;
}

// A challenge that is kept nowhere has a long name: its digest is as good.
const solvedKey = (id: string) => `solved:${id.length > 36 ? digest(id) : id}`;
const tokenKey = (id: string) => `token:${id}`;
