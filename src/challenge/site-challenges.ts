import type { Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import { deriveSeed } from '../base/secrets.ts';
import type { Media, Render } from '../media/job.ts';
import type { Calibration } from './calibration.ts';
import type { Epochs } from './epochs.ts';
import type { ChallengeEvent, Counted } from './events.ts';
import type { Kept, KeptChallenges } from './kept.ts';
import { findKind, type Kinds } from './kinds.ts';
import { chooseStep, kindsAt, stepAt, type Wish } from './policy.ts';
import type { Grant, Purpose, Redemptions, Solved } from './redemptions.ts';
import type { Site, Sites } from './sites.ts';
import type { AnswerForm, KindName, MediaForm, Step } from './types.ts';
import type { Puzzle, Work } from './work/puzzles.ts';

/** What challenges of sites are made of. */
export interface SiteChallengesOptions {
  readonly kept: KeptChallenges;
  readonly sites: Pick<Sites, 'find'>;
  readonly render: Render;
  readonly kinds: Kinds;
  readonly work: Work;
  readonly redemptions: Pick<Redemptions, 'grant' | 'repeat'>;
  readonly calibration: Pick<Calibration, 'pickStyle' | 'note'>;
  readonly random: Random;
  readonly keys: Pick<Keys, 'current'>;
  readonly epochs: Epochs;
  /** How long a challenge can be answered, and by how much that time is extended. */
  readonly ttlMs: number;
  /** Whoever perceives, thinks and types is not faster than this. */
  readonly leastSolveMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Is told of each challenge that is opened. */
  readonly observe?: (event: ChallengeEvent) => void;
}

/** A challenge that waits for its answer. Its media is fetched by its id. */
export interface OpenChallenge {
  /** A version 4 UUID; of work alone a longer text of `[A-Za-z0-9_.-]`. */
  readonly id: string;
  readonly kind: KindName;
  readonly level: Step['level'];
  readonly expiresMs: number;
  readonly answer: AnswerForm;
  readonly media?: MediaForm & { readonly language?: string };
  /** The kinds that may be had instead. */
  readonly alternatives: readonly KindName[];
  /** What the device is to work at meanwhile. */
  readonly work?: Puzzle;
}

/** An answer, and what came with it. */
export interface Attempt {
  readonly guess: string;
  /** The solution of the challenge's puzzle. */
  readonly work?: string;
  /** Whether the field was filled in that people do not see. */
  readonly honeypot?: boolean;
}

/** What is known of a challenge that was answered just now. */
export interface Answered extends Counted {
  readonly sitekey: string;
  readonly openedMs: number;
}

/** What an answer is worth; `answered` where it was the first one to its challenge. */
export type Outcome = { readonly answered?: Answered } & (
  | Grant
  | { readonly ok: false; readonly reason: 'wrong' | 'work' | 'gone' | 'other-host' }
);

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

/** What is known of the page from which an answer comes. */
export interface PageOfAnswer {
  readonly hostname?: string | undefined;
  readonly sitekey?: string;
}

/** A challenge that is not kept yet, and what is to be kept of it. */
interface Prepared {
  readonly challenge: OpenChallenge;
  readonly kept: Kept;
}

/** The first time and ten extensions: WCAG 2.2.1 asks for that many. */
const MOST_TIMES = 11;

/** Creates the challenges of all sites. */
export function createSiteChallenges(options: SiteChallengesOptions): SiteChallenges {
  const { kept: challenges, sites, render, kinds, work, redemptions, calibration } = options;
  const { random, keys, epochs, ttlMs, nowMs } = options;
  const workSeed = (id: string, kept: Kept): Uint8Array =>
    deriveSeed(challenges.keyOf(kept).secret, 'work', id);

  /** A challenge, which can be answered once it is kept. */
  async function prepare(
    site: Site,
    purpose: Purpose,
    wish: Wish,
    isRepeated = false,
  ): Promise<Prepared | null> {
    const step = chooseStep(kinds, site.policy, wish);
    const kind = step && findKind(kinds, step.kind);
    if (!kind) return null;
    const style = kind.styles && calibration.pickStyle(step.kind, step.level);
    const language = kind.languageFor?.(wish.language);
    const openedMs = nowMs();
    const kept: Kept = {
      ...purpose,
      ...step,
      sitekey: site.sitekey,
      answer: kind.create(random),
      ...(style !== undefined && { style }),
      ...(language !== undefined && { language }),
      epoch: epochs.now().number,
      key: keys.current.id,
      at: wish.step,
      ...(wish.withoutWork && { withoutWork: true }),
      isFirst: wish.step === 0 && !isRepeated,
      openedMs,
      untilMs: openedMs + MOST_TIMES * ttlMs,
    };
    const expiresMs = openedMs + ttlMs;
    const id = challenges.name(kept, expiresMs);
    return { challenge: await describe(id, kept, site, expiresMs), kept };
  }

  /**
   * Kept last: what cannot be had leaves nothing in the store, where a flood of it would fill the room of
   * those who can be served.
   */
  async function keep({ challenge, kept }: Prepared): Promise<OpenChallenge> {
    await challenges.keep(challenge.id, kept);
    options.observe?.({ type: 'issued', challenge: countedOf(kept) });
    return challenge;
  }

  async function describe(
    id: string,
    kept: Kept,
    site: Site,
    expiresMs: number,
  ): Promise<OpenChallenge> {
    const { kind: name, level, language } = kept;
    const kind = findKind(kinds, name) ?? kinds.picture;
    return {
      id,
      kind: name,
      level,
      expiresMs,
      answer: kind.answer,
      ...(kind.media && { media: { ...kind.media, ...(language && { language }) } }),
      alternatives: alternativesTo(kept, site),
      ...(kept.work !== 0 && { work: await work.puzzle(kept.work, workSeed(id, kept)) }),
    };
  }

  /** By the step of the ladder, not by what was chosen instead of it: the way back must be among them. */
  function alternativesTo({ kind, at, withoutWork = false }: Kept, { policy }: Site): KindName[] {
    const step = stepAt(policy, { step: at, withoutWork });
    return kindsAt(kinds, policy, step).filter((other) => other !== kind);
  }

  function hasWorked(id: string, kept: Kept, solution = ''): boolean {
    return kept.work === 0 || work.verify(kept.work, workSeed(id, kept), solution);
  }

  return {
    open: async (site, purpose, wish) => {
      const prepared = await prepare(site, purpose, wish);
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
        wish.kind === undefined && prepare(site, purpose, { ...again, kind: kept.kind }, true);
      const next = (same && (await same)) || (await prepare(site, purpose, again, true));
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
      return describe(id, kept, site, nowMs() + ttlMs);
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

    answer: async (rawId, attempt, page) => {
      const id = toCanonical(rawId);
      const kept = await challenges.take(id);
      const proof = `${attempt.guess} ${attempt.work ?? ''}`;
      if (!kept) {
        const before = await redemptions.repeat(id, proof, page.sitekey);
        return before ?? { ok: false, reason: 'gone' };
      }
      const { sitekey, kind, level, openedMs } = kept;
      const answered: Answered = { ...countedOf(kept), sitekey, openedMs };
      // Spent, nevertheless: whoever shows challenges on another page does not get to try.
      if (!isOf(sitekey, page.sitekey)) return { ok: false, reason: 'gone' };
      if (!isOf(kept.hostname, page.hostname)) return { ok: false, reason: 'other-host', answered };
      // First the work: whether a guess was right is not to be had for nothing.
      if (!hasWorked(id, kept, attempt.work)) return { ok: false, reason: 'work', answered };
      const solvedMs = nowMs();
      const solveMs = solvedMs - openedMs;
      const right = findKind(kinds, kind)?.check(kept.answer, attempt.guess) ?? false;
      if (kept.isFirst && kind !== 'work') calibration.note({ ...kept, right, solveMs });
      if (!right) return { ok: false, reason: 'wrong', answered };
      const signals = {
        solveMs,
        tooFast: kind !== 'work' && solveMs < options.leastSolveMs,
        honeypot: attempt.honeypot ?? false,
        step: kept.at,
      };
      const solved: Solved = { ...purposeOf(kept), sitekey, kind, level, solvedMs, signals };
      try {
        return { ...(await redemptions.grant(id, proof, solved)), answered };
      } catch (error) {
        // A store that others have filled meanwhile must not cost a person the right answer. The work
        // of a device is done once more instead.
        await challenges.keep(id, kept).catch(() => {});
        throw error;
      }
    },
  };
}

/**
 * A UUID is the same in capitals, and its challenge, too, down to the last pixel: each spelling would
 * else have another picture of the same answer.
 */
function toCanonical(id: string): string {
  return id.length === 36 ? id.toLowerCase() : id;
}

function countedOf({ sitekey, kind, level, style }: Kept): Counted {
  return { sitekey, kind, level, ...(style !== undefined && { style }) };
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
