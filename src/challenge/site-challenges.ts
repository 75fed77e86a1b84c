import type { Random } from '../base/random.ts';
import { deriveSeed, newId } from '../base/secrets.ts';
import type { Media, Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import type { Epochs } from './epochs.ts';
import type { Kinds } from './kinds.ts';
import type { Site } from './sites.ts';
import { digest, type Tokens } from './tokens.ts';
import type { KindName, Level } from './types.ts';

/** What challenges of sites are made of. */
export interface SiteChallengesOptions {
  readonly store: Store;
  readonly render: Render;
  readonly kinds: Kinds;
  readonly random: Random;
  readonly secretKey: string;
  readonly epochs: Epochs;
  readonly tokens: Tokens;
  /** How long a challenge can be answered, and by how much that time is extended. */
  readonly ttlMs: number;
  /** How long a response token can be redeemed. */
  readonly tokenTtlMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Where and for what a challenge was asked for: all of it comes back when its token is redeemed. */
export interface Purpose {
  readonly hostname: string;
  readonly action?: string;
  readonly cdata?: string;
  /** Whether the site expects a score with the verdict, as of reCAPTCHA v3. */
  readonly scored?: boolean;
}

/** A challenge that waits for its answer. Its media is fetched by its id. */
export interface OpenChallenge {
  /** A version 4 UUID. */
  readonly id: string;
  readonly kind: KindName;
  readonly expiresMs: number;
}

/** What an answer is worth. */
export type Outcome =
  | { readonly ok: true; readonly token: string; readonly expiresMs: number }
  | { readonly ok: false; readonly reason: 'wrong' | 'gone' | 'other-host' };

/** What a site learns of a challenge that was solved. */
export interface Solved extends Purpose {
  readonly sitekey: string;
  readonly kind: KindName;
  readonly solvedMs: number;
}

/** What a token is worth. */
export type Redemption =
  | {
      readonly ok: true;
      readonly solved: Solved;
      /**
       * Whether the token may be made good again if the reply cannot be delivered. Not where whoever
       * lost it can repeat the question: then it would be good for somebody else besides.
       */
      readonly isRestorable: boolean;
    }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'spent' };

/** Challenges for sites: opened for a page, answered for a token, redeemed by the site's server. */
export interface SiteChallenges {
  /** Opens a challenge by the site's policy. Rejects with a StoreError. */
  open(site: Site, purpose: Purpose): Promise<OpenChallenge>;
  /**
   * Gives up a challenge for another one of the same site and purpose; null if there is none, or not
   * of the site with this sitekey, where one is named.
   */
  refresh(id: string, sitekey?: string): Promise<OpenChallenge | null>;
  /** Gives more time, up to eleven times the first; null if there is no more. */
  extend(id: string, sitekey?: string): Promise<OpenChallenge | null>;
  /**
   * What to show: the same bytes for the same id, so that asking again gains nothing. Null for a
   * challenge that is gone. Rejects with a BusyError when it could not be rendered.
   */
  media(id: string): Promise<Media | null>;
  /**
   * Judges an answer and spends the challenge in the same step. A right answer sent twice, because
   * the reply was lost, gets the same token twice. Where the page's host or its site is known, it must
   * be that of the challenge.
   */
  answer(id: string, guess: string, page: PageOfAnswer): Promise<Outcome>;
  /**
   * Redeems a token, once. With an `idempotencyKey`, a repetition with the same key is answered like
   * the first time. Any text is accepted.
   */
  redeem(site: Site, token: string, idempotencyKey?: string): Promise<Redemption>;
  /** Makes a token good again that was redeemed by a request whose reply could not be delivered. */
  restore(site: Site, token: string, solved: Solved): Promise<void>;
}

/** What is known of the page from which an answer comes. */
export interface PageOfAnswer {
  readonly hostname?: string | undefined;
  readonly sitekey?: string;
}

/** What the store keeps of an open challenge. */
interface Kept extends Purpose {
  readonly kind: KindName;
  readonly answer: string;
  readonly level: Level;
  readonly epoch: number;
  readonly sitekey: string;
  /** By when it is over, however often it is extended. */
  readonly untilMs: number;
}

/** The first time and ten extensions: WCAG 2.2.1 asks for that many. */
const MOST_TIMES = 11;

/** As long as a client that lost a reply may take to ask again. */
const RETRY_MS = 60_000;

/** Creates the challenges of all sites. */
export function createSiteChallenges(options: SiteChallengesOptions): SiteChallenges {
  const { store, render, kinds, random, secretKey, epochs, tokens, ttlMs, tokenTtlMs, nowMs } =
    options;

  async function keep(kept: Kept): Promise<OpenChallenge> {
    const id = newId();
    await store.set(challengeKey(id), JSON.stringify(kept), ttlMs);
    return { id, kind: kept.kind, expiresMs: nowMs() + ttlMs };
  }

  function create({ sitekey, policy }: Pick<Site, 'sitekey' | 'policy'>, purpose: Purpose): Kept {
    const { kind, level } = policy;
    const answer = kinds[kind].create(random);
    const untilMs = nowMs() + MOST_TIMES * ttlMs;
    return { ...purpose, kind, answer, level, epoch: epochs.now().number, sitekey, untilMs };
  }

  /** The token of a right answer that was given before, to whoever gives it again. */
  async function repeat(id: string, guess: string, page: PageOfAnswer): Promise<Outcome> {
    const before = await store.get(solvedKey(id));
    if (before === null) return { ok: false, reason: 'gone' };
    const { guessed, sitekey, expiresMs } = JSON.parse(before) as Solution;
    return guessed === digest(`${id} ${guess}`) && isOf(sitekey, page.sitekey)
      ? { ok: true, token: tokens.issue(id, sitekey, expiresMs).text, expiresMs }
      : { ok: false, reason: 'gone' };
  }

  return {
    open: (site, purpose) => keep(create(site, purpose)),

    refresh: async (id, sitekey) => {
      const kept = parse(await store.take(challengeKey(id)));
      if (!kept || !isOf(kept.sitekey, sitekey)) return null;
      const { kind, level } = kept;
      return keep(create({ sitekey: kept.sitekey, policy: { kind, level } }, purposeOf(kept)));
    },

    extend: async (id, sitekey) => {
      const kept = parse(await store.get(challengeKey(id)));
      if (!kept || !isOf(kept.sitekey, sitekey) || nowMs() + ttlMs > kept.untilMs) return null;
      if (!(await store.extend(challengeKey(id), ttlMs))) return null;
      return { id, kind: kept.kind, expiresMs: nowMs() + ttlMs };
    },

    media: async (id) => {
      const kept = parse(await store.get(challengeKey(id)));
      if (!kept) return null;
      const { kind, answer, level, epoch } = kept;
      const seeds = { own: deriveSeed(secretKey, kind, id, answer), epoch: epochs.of(epoch).seed };
      return render(kinds[kind].job(answer, seeds, level));
    },

    answer: async (id, guess, page) => {
      const value = await store.take(challengeKey(id));
      const kept = parse(value);
      if (value === null || !kept) return repeat(id, guess, page);
      // Spent, nevertheless: whoever shows challenges on another page does not get to try.
      if (!isOf(kept.sitekey, page.sitekey)) return { ok: false, reason: 'gone' };
      if (!isOf(kept.hostname, page.hostname)) return { ok: false, reason: 'other-host' };
      if (!kinds[kept.kind].check(kept.answer, guess)) return { ok: false, reason: 'wrong' };
      const { sitekey, kind } = kept;
      const expiresMs = nowMs() + tokenTtlMs;
      const { text, token } = tokens.issue(id, sitekey, expiresMs);
      const solved: Solved = { ...purposeOf(kept), sitekey, kind, solvedMs: nowMs() };
      try {
        await store.set(tokenKey(token.id), JSON.stringify(solved), tokenTtlMs);
      } catch (error) {
        // A store that others have filled meanwhile must not cost a person the right answer.
        await store.set(challengeKey(id), value, ttlMs).catch(() => {});
        throw error;
      }
      const solution: Solution = { guessed: digest(`${id} ${guess}`), sitekey, expiresMs };
      // Only for whoever loses the reply.
      const retryMs = Math.min(RETRY_MS, tokenTtlMs);
      await store.set(solvedKey(id), JSON.stringify(solution), retryMs).catch(() => {});
      return { ok: true, token: text, expiresMs };
    },

    redeem: async (site, text, idempotencyKey) => {
      const read = tokens.read(text, site.sitekey);
      if (!read.ok) return { ok: false, reason: read.reason === 'expired' ? 'expired' : 'unknown' };
      const { id } = read.token;
      const value = await store.take(tokenKey(id));
      const again = idempotencyKey === undefined ? undefined : digest(`${id} ${idempotencyKey}`);
      if (value !== null) {
        const solved = JSON.parse(value) as Solved;
        if (again) {
          // It is redeemed, whatever becomes of this: only a reply lost at the same time would be missed.
          const redeemed: Redeemed = { again, solved };
          await store.set(redeemedKey(id), JSON.stringify(redeemed), RETRY_MS).catch(() => {});
        }
        return { ok: true, solved, isRestorable: again === undefined };
      }
      const redeemed = again ? await store.get(redeemedKey(id)) : null;
      const before = redeemed ? (JSON.parse(redeemed) as Redeemed) : undefined;
      return before?.again === again && before
        ? { ok: true, solved: before.solved, isRestorable: false }
        : { ok: false, reason: 'spent' };
    },

    restore: async (site, text, solved) => {
      const read = tokens.read(text, site.sitekey);
      if (!read.ok) return;
      const leftMs = Math.ceil(read.token.expiresMs - nowMs());
      if (leftMs > 0) await store.set(tokenKey(read.token.id), JSON.stringify(solved), leftMs);
    },
  };
}

/** What is kept of a right answer, for whoever lost the reply. */
interface Solution {
  readonly guessed: string;
  readonly sitekey: string;
  readonly expiresMs: number;
}

/** What is kept of a redemption, for whoever lost the reply and said how it would ask again. */
interface Redeemed {
  readonly again: string;
  readonly solved: Solved;
}

// Apart from the classic contract's keys: one may not be answered through the other.
const challengeKey = (id: string) => `open:${id.toLowerCase()}`;
const solvedKey = (id: string) => `solved:${id.toLowerCase()}`;
const tokenKey = (id: string) => `token:${id}`;
const redeemedKey = (id: string) => `redeemed:${id}`;

function parse(value: string | null): Kept | undefined {
  return value === null ? undefined : (JSON.parse(value) as Kept);
}

/** Whether something is as named, where it is named at all. */
function isOf(actual: string, named: string | undefined): boolean {
  return named === undefined || named === actual;
}

function purposeOf({ hostname, action, cdata, scored }: Kept): Purpose {
  return {
    hostname,
    ...(action !== undefined && { action }),
    ...(cdata !== undefined && { cdata }),
    ...(scored && { scored }),
  };
}
