import type { Calibration } from './calibration.ts';
import type { Counted } from './events.ts';
import { countedOf, isOf, type Kept, type KeptChallenges, purposeOf } from './kept.ts';
import { findKind, type Kinds } from './kinds.ts';
import type { Grant, Redemptions, Solved } from './redemptions.ts';
import { type Work, workSeed } from './work/puzzles.ts';

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
export type Outcome =
  | (Grant & { readonly answered?: Answered })
  | {
      readonly ok: false;
      readonly reason: 'wrong' | 'work' | 'other-host';
      readonly answered: Answered;
    }
  | { readonly ok: false; readonly reason: 'gone'; readonly answered?: undefined };

/** What is known of the page from which an answer comes. */
export interface PageOfAnswer {
  readonly hostname?: string | undefined;
  readonly sitekey?: string;
}

/** What answers are judged with. */
export interface JudgingOptions {
  readonly kept: Pick<KeptChallenges, 'take' | 'keep' | 'keyOf'>;
  readonly kinds: Kinds;
  readonly work: Pick<Work, 'verify'>;
  readonly redemptions: Pick<Redemptions, 'grant' | 'repeat'>;
  readonly calibration: Pick<Calibration, 'note'>;
  /** Whoever perceives, thinks and types is not faster than this. */
  readonly leastSolveMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Judges an answer to the challenge with this canonical id, and spends it in the same step. Rejects with a
 * StoreError, and then has given no token.
 */
export type Judge = (id: string, attempt: Attempt, page: PageOfAnswer) => Promise<Outcome>;

/** Creates the judge of all answers. */
export function createJudge(options: JudgingOptions): Judge {
  const { kept: challenges, kinds, work, redemptions, calibration, nowMs } = options;

  function hasWorked(id: string, kept: Kept, solution = ''): boolean {
    const { work: level } = kept;
    return level === 0 || work.verify(level, workSeed(challenges.keyOf(kept), id), solution);
  }

  return async (id, attempt, page) => {
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
  };
}
