import type { Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import type { Calibration } from './calibration.ts';
import type { Epochs } from './epochs.ts';
import type { Kept, KeptChallenges } from './kept.ts';
import { findKind, type Kinds } from './kinds.ts';
import { chooseStep, kindsAt, stepAt, type Wish } from './policy.ts';
import type { Purpose } from './redemptions.ts';
import type { Site } from './sites.ts';
import type { AnswerForm, KindName, MediaForm, Step } from './types.ts';
import { type Puzzle, type Work, workSeed } from './work/puzzles.ts';

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

/** A challenge that is not kept yet, and what is to be kept of it. */
export interface Prepared {
  readonly challenge: OpenChallenge;
  readonly kept: Kept;
}

/** What new challenges are made of. */
export interface OpeningOptions {
  readonly kept: Pick<KeptChallenges, 'name' | 'keyOf'>;
  readonly kinds: Kinds;
  readonly work: Work;
  readonly calibration: Pick<Calibration, 'pickStyle'>;
  readonly random: Random;
  readonly keys: Pick<Keys, 'current'>;
  readonly epochs: Pick<Epochs, 'now'>;
  /** How long a challenge can be answered, and by how much that time is extended. */
  readonly ttlMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Makes challenges, and says of those that are open what a page needs to know. */
export interface Opening {
  /**
   * A challenge by the site's policy, which can be answered once it is kept. Null for a kind that is not
   * offered. `isRepeated`: in place of one that was given up. Rejects with a BusyError when its puzzle
   * could not be computed.
   */
  prepare(site: Site, purpose: Purpose, wish: Wish, isRepeated?: boolean): Promise<Prepared | null>;
  /** What the page of this site is told of a challenge. Rejects as `prepare` does. */
  describe(id: string, kept: Kept, site: Site, expiresMs: number): Promise<OpenChallenge>;
}

/** The first time and ten extensions: WCAG 2.2.1 asks for that many. */
const MOST_TIMES = 11;

/** Creates the making of challenges. */
export function createOpening(options: OpeningOptions): Opening {
  const { kept: challenges, kinds, work, calibration, random } = options;
  const { keys, epochs, ttlMs, nowMs } = options;

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
      ...(kept.work !== 0 && {
        work: await work.puzzle(kept.work, workSeed(challenges.keyOf(kept), id)),
      }),
    };
  }

  /** By the step of the ladder, not by what was chosen instead of it: the way back must be among them. */
  function alternativesTo({ kind, at, withoutWork = false }: Kept, { policy }: Site): KindName[] {
    const step = stepAt(policy, { step: at, withoutWork });
    return kindsAt(kinds, policy, step).filter((other) => other !== kind);
  }

  return {
    describe,

    prepare: async (site, purpose, wish, isRepeated = false) => {
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
      const id = await challenges.name(kept, expiresMs);
      return { challenge: await describe(id, kept, site, expiresMs), kept };
    },
  };
}
