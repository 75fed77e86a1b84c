import type { Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import { type Band, type Calibration, createCalibration } from '../challenge/calibration.ts';
import {
  type ClassicChallenges,
  createClassicChallenges,
} from '../challenge/classic-challenges.ts';
import { createEpochs } from '../challenge/epochs.ts';
import type { ChallengeEvent } from '../challenge/events.ts';
import { createJudge } from '../challenge/judging.ts';
import { createKeptChallenges } from '../challenge/kept.ts';
import type { Kinds } from '../challenge/kinds.ts';
import { observeAnswers } from '../challenge/observed.ts';
import { createOpening } from '../challenge/opening.ts';
import { createRedemptions, type Redemptions } from '../challenge/redemptions.ts';
import { createSealedChallenges } from '../challenge/sealed.ts';
import { createSiteChallenges, type SiteChallenges } from '../challenge/site-challenges.ts';
import type { Sites } from '../challenge/sites.ts';
import { createTokens, type Tokens } from '../challenge/tokens.ts';
import type { Level } from '../challenge/types.ts';
import { createWork } from '../challenge/work/puzzles.ts';
import type { Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';

/** What the services are made of: parts that main chooses, and settings. */
export interface ServicesOptions {
  readonly store: Store;
  readonly render: Render;
  readonly renderWhenIdle: Render;
  readonly kinds: Kinds;
  readonly sites: Sites;
  readonly random: Random;
  readonly keys: Keys;
  readonly epochMs: number;
  readonly challengeTtlMs: number;
  readonly tokenTtlMs: number;
  readonly leastSolveMs: number;
  readonly band: Band;
  /** Of the classic contract's pictures. */
  readonly pictureLevel: Level;
  readonly pictureStock: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Is told what happens to challenges. */
  readonly observe?: (event: ChallengeEvent) => void;
}

/** Everything that routes ask. */
export interface Services {
  readonly classicChallenges: ClassicChallenges;
  readonly siteChallenges: SiteChallenges;
  readonly redemptions: Redemptions;
  readonly calibration: Calibration;
  readonly tokens: Tokens;
}

/** Puts the services of the domain together, in the one way that they fit. */
export function createServices(options: ServicesOptions): Services {
  const { store, keys, nowMs, kinds, random, challengeTtlMs: ttlMs } = options;
  const { observe = () => {} } = options;
  const tokens = createTokens(keys, nowMs);
  const epochs = createEpochs(keys, options.epochMs, nowMs);
  const { tokenTtlMs } = options;
  const redemptions = createRedemptions({ store, tokens, keys, tokenTtlMs, nowMs });
  const calibration = createCalibration({ store, kinds, random, band: options.band, nowMs });
  const common = { kinds, random, keys, epochs, ttlMs, nowMs };
  const classicChallenges = createClassicChallenges({
    ...common,
    store,
    render: options.render,
    picture: kinds.picture,
    pickStyle: calibration.pickStyle,
    renderWhenIdle: options.renderWhenIdle,
    pictureStock: options.pictureStock,
    level: options.pictureLevel,
    observe,
  });
  const sealed = createSealedChallenges({ keys, nowMs });
  const kept = createKeptChallenges({ store, sealed, keys, ttlMs, nowMs });
  const parts = { ...common, kept, work: createWork(options.render), calibration };
  const judge = createJudge({ ...parts, redemptions, leastSolveMs: options.leastSolveMs });
  const siteChallenges = createSiteChallenges({
    ...parts,
    opening: createOpening(parts),
    judge: observeAnswers(judge, observe, nowMs),
    sites: options.sites,
    render: options.render,
    observe,
  });
  return { classicChallenges, siteChallenges, redemptions, calibration, tokens };
}
