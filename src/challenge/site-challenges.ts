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
  | { readonly ok: true; readonly solved: Solved }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'spent' };

/** Challenges for sites: opened for a page, answered for a token, redeemed by the site's server. */
export interface SiteChallenges {
  /** Opens a challenge by the site's policy. Rejects with a StoreError. */
  open(site: Site, purpose: Purpose): Promise<OpenChallenge>;
  /** Gives up a challenge for another one of the same site and purpose; null if there is none. */
  refresh(id: string): Promise<OpenChallenge | null>;
  /** Gives more time, ten times at most (WCAG 2.2.1 asks for that much); null if there is no more. */
  extend(id: string): Promise<OpenChallenge | null>;
  /**
   * What to show: the same bytes for the same id, so that asking again gains nothing. Null for a
   * challenge that is gone. Rejects with a BusyError when it could not be rendered.
   */
  media(id: string): Promise<Media | null>;
  /**
   * Judges an answer and spends the challenge in the same step. A right answer sent twice, because
   * the reply was lost, gets the same token twice. `hostname` is that of the page, where known.
   */
  answer(id: string, guess: string, hostname: string | undefined): Promise<Outcome>;
  /**
   * Redeems a token, once. With an `idempotencyKey`, a repetition with the same key is answered like
   * the first time. Any text is accepted.
   */
  redeem(site: Site, token: string, idempotencyKey?: string): Promise<Redemption>;
  /** Makes a token good again that was redeemed by a request whose reply could not be delivered. */
  restore(site: Site, token: string, solved: Solved): Promise<void>;
}

/** What the store keeps of an open challenge. */
interface Kept extends Purpose {
  readonly kind: KindName;
  readonly answer: string;
  readonly level: Level;
  readonly epoch: number;
  readonly sitekey: string;
}

/** Ten extensions and the first time: after that the store forgets the counter, too. */
const MOST_EXTENSIONS = 10;

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

  function create({ sitekey, policy }: Site | Renewed, purpose: Purpose): Kept {
    const { kind, level } = policy;
    const answer = kinds[kind].create(random);
    return { ...purpose, kind, answer, level, epoch: epochs.now().number, sitekey };
  }

  function tokenOf(id: string, sitekey: string, expiresMs: number): Outcome {
    return { ok: true, token: tokens.issue(id, sitekey, expiresMs).text, expiresMs };
  }

  /** The token of a right answer that was given before, to whoever gives it again. */
  async function repeat(id: string, guess: string): Promise<Outcome> {
    const before = await store.get(solvedKey(id));
    if (before === null) return { ok: false, reason: 'gone' };
    const { guessed, sitekey, expiresMs } = JSON.parse(before) as Solution;
    return guessed === digest(`${id} ${guess}`)
      ? tokenOf(id, sitekey, expiresMs)
      : { ok: false, reason: 'gone' };
  }

  return {
    open: (site, purpose) => keep(create(site, purpose)),

    refresh: async (id) => {
      const kept = parse(await store.take(challengeKey(id)));
      if (!kept) return null;
      const { sitekey, kind, level, answer: _answer, epoch: _epoch, ...purpose } = kept;
      return keep(create({ sitekey, policy: { kind, level } }, purpose));
    },

    extend: async (id) => {
      const kept = parse(await store.get(challengeKey(id)));
      if (!kept) return null;
      // Counted before it counts: the times of two requests at once add up.
      const used = Number((await store.take(extensionsKey(id))) ?? '0');
      if (used >= MOST_EXTENSIONS) return null;
      await store.set(extensionsKey(id), String(used + 1), 2 * ttlMs);
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

    answer: async (id, guess, hostname) => {
      const kept = parse(await store.take(challengeKey(id)));
      if (!kept) return repeat(id, guess);
      // Spent, nevertheless: whoever shows challenges on another page does not get to try.
      if (hostname !== undefined && hostname !== kept.hostname) {
        return { ok: false, reason: 'other-host' };
      }
      if (!kinds[kept.kind].check(kept.answer, guess)) return { ok: false, reason: 'wrong' };
      const { sitekey, kind, answer: _answer, level: _level, epoch: _epoch, ...purpose } = kept;
      const expiresMs = nowMs() + tokenTtlMs;
      const { token } = tokens.issue(id, sitekey, expiresMs);
      const solved: Solved = { ...purpose, sitekey, kind, solvedMs: nowMs() };
      await store.set(tokenKey(token.id), JSON.stringify(solved), tokenTtlMs);
      const solution: Solution = { guessed: digest(`${id} ${guess}`), sitekey, expiresMs };
      await store.set(solvedKey(id), JSON.stringify(solution), Math.min(RETRY_MS, tokenTtlMs));
      return tokenOf(id, sitekey, expiresMs);
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
        return { ok: true, solved };
      }
      const redeemed = again ? await store.get(redeemedKey(id)) : null;
      const before = redeemed ? (JSON.parse(redeemed) as Redeemed) : undefined;
      return before?.again === again && before
        ? { ok: true, solved: before.solved }
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

/** What is left of a site when a challenge is refreshed. */
interface Renewed {
  readonly sitekey: string;
  readonly policy: { readonly kind: KindName; readonly level: Level };
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
const extensionsKey = (id: string) => `extensions:${id.toLowerCase()}`;
const solvedKey = (id: string) => `solved:${id.toLowerCase()}`;
const tokenKey = (id: string) => `token:${id}`;
const redeemedKey = (id: string) => `redeemed:${id}`;

function parse(value: string | null): Kept | undefined {
  return value === null ? undefined : (JSON.parse(value) as Kept);
}
