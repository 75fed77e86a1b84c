import type { Random } from '../base/random.ts';
import { deriveEpochSeed, deriveSeed, newId } from '../base/secrets.ts';
import type { Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import type { Kinds } from './kinds.ts';
import type { IssuedChallenge, KindName, Verdict } from './types.ts';

/** What challenges are made of. */
export interface ChallengesOptions {
  readonly store: Store;
  readonly render: Render;
  readonly kinds: Kinds;
  /** Draws the answers: the CSPRNG, except in tests. */
  readonly random: Random;
  /** Seeds all drawing, so that nobody without it can draw the pictures that he knows answers to. */
  readonly secretKey: string;
  /** How long a challenge can be answered. */
  readonly ttlMs: number;
  /** How long challenges are drawn alike before the key yields another look. */
  readonly epochMs: number;
  /** The wall clock, in milliseconds: replicas that share a key change epochs together. */
  readonly nowMs: () => number;
}

/** Issues challenges and judges answers. */
export interface Challenges {
  /**
   * Makes a challenge of this kind, keeps its answer until it is answered or expires, and renders
   * it. Rejects with a StoreError when the answer could not be kept.
   */
  issue(kind: KindName): Promise<IssuedChallenge>;
  /**
   * Judges a guess and spends the challenge in the same step, whether the guess is right or not: of
   * any number of concurrent right guesses one is ok. Rejects with a StoreError when it is not
   * known whether the challenge exists.
   */
  answer(id: string, guess: string): Promise<Verdict>;
}

/** Creates the service behind every route that issues or judges challenges. */
export function createChallenges(options: ChallengesOptions): Challenges {
  const { store, render, kinds, random, secretKey, ttlMs, epochMs, nowMs } = options;
  return {
    issue: async (kind) => {
      const id = newId();
      const answer = kinds[kind].create(random);
      // Kept before it is drawn: while the store is down no time is spent on drawing.
      await store.set(storeKey(id), `${kind}:${answer}`, ttlMs);
      const seeds = {
        own: deriveSeed(secretKey, kind, id, answer),
        epoch: deriveEpochSeed(secretKey, Math.floor(nowMs() / epochMs)),
      };
      const media = await render(kinds[kind].job(answer, seeds));
      return { id, kind, media };
    },

    answer: async (id, guess) => {
      const value = await store.take(storeKey(id));
      const [kind, answer] = value?.split(':') ?? [];
      if (!isKindName(kinds, kind) || !answer) return { ok: false, reason: 'gone' };
      return kinds[kind].check(answer, guess)
        ? { ok: true, kind }
        : { ok: false, reason: 'wrong', kind };
    },
  };
}

/** The key under which the store keeps the answer of the challenge with this id. */
function storeKey(id: string): string {
  return `challenge:${id.toLowerCase()}`;
}

function isKindName(kinds: Kinds, name: string | undefined): name is KindName {
  return name !== undefined && Object.hasOwn(kinds, name);
}
