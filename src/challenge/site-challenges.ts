import { deriveSeed } from '../base/secrets.ts';
import type { Media, Render } from '../media/job.ts';
import type { Epochs } from './epochs.ts';
import type { ChallengeEvent } from './events.ts';
import type { Attempt, Judge, Outcome, PageOfAnswer } from './judging.ts';
import { countedOf, isOf, type KeptChallenges, purposeOf } from './kept.ts';
import { findKind, type Kinds } from './kinds.ts';
import type { OpenChallenge, Opening, Prepared } from './opening.ts';
import type { Wish } from './policy.ts';
import type { Purpose } from './redemptions.ts';
import type { Site, Sites } from './sites.ts';
import type { KindName } from './types.ts';

/** What challenges of sites are made of. */
export interface SiteChallengesOptions {
  readonly kept: KeptChallenges;
  readonly opening: Opening;
  readonly judge: Judge;
  readonly sites: Pick<Sites, 'find'>;
  readonly kinds: Kinds;
  readonly render: Render;
  readonly epochs: Pick<Epochs, 'of'>;
  /** How long a challenge can be answered, and by how much that time is extended. */
  readonly ttlMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Is told of each challenge that is opened. */
  readonly observe?: (event: ChallengeEvent) => void;
}

/** Challenges for sites: opened for a page, and answered for a token. */
export interface SiteChallenges {
  /**
   * Opens a challenge by the site's policy. Null for a kind that is not offered. Rejects with a
   * StoreError.
   */
  open(site: Site, purpose: Purpose, wish: Wish): Promise<OpenChallenge | null>;
  /**
   * Gives up a challenge for another one of the same site and purpose, of the same kind unless another
   * is wished for, and never on a lower step. Null if there is none, or not of the site with this
   * sitekey, where one is named; or if the kind is not offered, and then it stays.
   */
  refresh(id: string, wish: Wish, sitekey?: string): Promise<OpenChallenge | null>;
  /** Of which site and kind a challenge is; null if there is none. */
  find(id: string): Promise<{ readonly site: Site; readonly kind: KindName } | null>;
  /** Gives more time, up to eleven times the first; null if there is no more. */
  extend(id: string, sitekey?: string): Promise<OpenChallenge | null>;
  /**
   * What to show: the same bytes for the same id, so that asking again gains nothing. Null for a
   * challenge that is gone or has nothing to show. Rejects with a BusyError when it could not be
   * rendered.
   */
  media(id: string): Promise<Media | null>;
  /**
   * Judges an answer and spends the challenge in the same step. A right answer sent twice, because
   * the reply was lost, gets the same token twice. Where the page's host or its site is known, it must
   * be that of the challenge.
   */
  answer(id: string, attempt: Attempt, page: PageOfAnswer): Promise<Outcome>;
}

/** Creates the challenges of all sites. */
export function createSiteChallenges(options: SiteChallengesOptions): SiteChallenges {
  const { kept: challenges, opening, judge, sites, render, kinds, epochs, ttlMs, nowMs } = options;

  /**
   * Kept last: what cannot be had leaves nothing in the store, where a flood of it would fill the room of
   * those who can be served.
   */
  async function keep({ challenge, kept }: Prepared): Promise<OpenChallenge> {
    await challenges.keep(challenge.id, kept);
    options.observe?.({ type: 'issued', challenge: countedOf(kept) });
    return challenge;
  }

  return {
    open: async (site, purpose, wish) => {
      const prepared = await opening.prepare(site, purpose, wish);
      return prepared && keep(prepared);
    },

    refresh: async (rawId, wish, sitekey) => {
      const id = toCanonical(rawId);
      const kept = await challenges.look(id);
      const site = kept && isOf(kept.sitekey, sitekey) ? sites.find(kept.sitekey) : undefined;
      if (!kept || !site) return null;
      const again = {
        ...wish,
        step: Math.max(wish.step, kept.at),
        ...(kept.language && wish.language === undefined && { language: kept.language }),
      };
      const purpose = purposeOf(kept);
      // A kind that the site has ceased to offer meanwhile gives way to what it offers now.
      const same =
        wish.kind === undefined &&
        opening.prepare(site, purpose, { ...again, kind: kept.kind }, true);
      const next = (same && (await same)) || (await opening.prepare(site, purpose, again, true));
      // Given up only for what there is, and by one of all who ask at the same time.
      if (!next || !(await challenges.giveUp(id, kept))) return null;
      return keep(next);
    },

    find: async (id) => {
      const kept = await challenges.look(toCanonical(id));
      const site = kept && sites.find(kept.sitekey);
      return site ? { site, kind: kept.kind } : null;
    },

    extend: async (rawId, sitekey) => {
      const id = toCanonical(rawId);
      const kept = await challenges.look(id);
      const site = kept && isOf(kept.sitekey, sitekey) ? sites.find(kept.sitekey) : undefined;
      if (!kept || !site || nowMs() + ttlMs > kept.untilMs) return null;
      if (!(await challenges.extend(id, kept))) return null;
      return opening.describe(id, kept, site, nowMs() + ttlMs);
    },

    media: async (rawId) => {
      const id = toCanonical(rawId);
      const kept = await challenges.look(id);
      if (!kept) return null;
      const { kind, answer, epoch } = kept;
      const key = challenges.keyOf(kept);
      const own = deriveSeed(key.secret, kind, id, answer);
      const seeds = { own, epoch: epochs.of(epoch, key).seed };
      const job = findKind(kinds, kind)?.job?.(answer, seeds, kept);
      return job ? render(job) : null;
    },

    answer: (id, attempt, page) => judge(toCanonical(id), attempt, page),
  };
}

/**
 * A UUID is the same in capitals, and its challenge, too, down to the last pixel: each spelling would
 * else have another picture of the same answer.
 */
function toCanonical(id: string): string {
  return id.length === 36 ? id.toLowerCase() : id;
}
