import type { Random } from '../base/random.ts';
import { deriveSeed, newId } from '../base/secrets.ts';
import type { Media, Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import type { Epoch, Epochs } from './epochs.ts';
import type { Kinds } from './kinds.ts';
import { createStock, type Stock } from './stock.ts';
import type { IssuedChallenge, KindName, Level, Verdict } from './types.ts';

/** What challenges are made of. */
export interface ChallengesOptions {
  readonly store: Pick<Store, 'set' | 'take'>;
  readonly render: Render;
  /** Renders what is made ahead of need, while nothing else is to be rendered. */
  readonly renderWhenIdle: Render;
  /** How many pictures are kept ready; 0 for none. */
  readonly pictureStock: number;
  readonly kinds: Kinds;
  /** Draws the answers: the CSPRNG, except in tests. */
  readonly random: Random;
  /** Seeds all drawing, so that nobody without it can draw the pictures that he knows answers to. */
  readonly secretKey: string;
  /** How long a challenge can be answered. */
  readonly ttlMs: number;
  readonly level: Level;
  readonly epochs: Epochs;
}

/** Issues challenges and judges answers. */
export interface Challenges {
  /**
   * Makes a challenge of this kind, or takes one that is ready, and keeps its answer until it is
   * answered or expires. Rejects with a BusyError when it could not be rendered, and with a
   * StoreError when the answer could not be kept.
   */
  issue(kind: KindName): Promise<IssuedChallenge>;
  /**
   * Judges a guess and spends the challenge in the same step, whether the guess is right or not: of
   * any number of concurrent right guesses one is ok. Rejects with a StoreError when it is not
   * known whether the challenge exists.
   */
  answer(id: string, guess: string): Promise<Verdict>;
  /** Makes nothing ahead of need any more. */
  close(): void;
}

/** A challenge that nobody has seen and no store knows. */
interface Prepared {
  readonly id: string;
  readonly answer: string;
  readonly media: Media;
}

/**
 * Creates the service behind every route that issues or judges challenges. It begins at once to
 * make pictures ahead of need.
 */
export function createChallenges(options: ChallengesOptions): Challenges {
  const { store, render, renderWhenIdle, kinds, random, secretKey, ttlMs, level, epochs } = options;
  const stocks: Readonly<Record<KindName, Stock<Prepared>>> = {
    picture: createStock({
      size: options.pictureStock,
      make: () => prepare('picture', renderWhenIdle),
    }),
  };
  let epoch = epochs.now();

  function enterEpoch(): Epoch {
    const present = epochs.now();
    if (present.number !== epoch.number) {
      epoch = present;
      // A picture of the epoch before would serve those who have learnt to read that epoch.
      for (const stock of Object.values(stocks)) stock.clear();
    }
    return epoch;
  }

  async function prepare(kind: KindName, renderIt: Render): Promise<Prepared> {
    const id = newId();
    const answer = kinds[kind].create(random);
    const seeds = { own: deriveSeed(secretKey, kind, id, answer), epoch: enterEpoch().seed };
    return { id, answer, media: await renderIt(kinds[kind].job(answer, seeds, level)) };
  }

  return {
    issue: async (kind) => {
      enterEpoch();
      const { id, answer, media } = stocks[kind].take() ?? (await prepare(kind, render));
      // Kept last: what cannot be drawn leaves nothing in the store, where a flood of it would fill
      // the room of those who can be served.
      await store.set(storeKey(id), `${kind}:${answer}`, ttlMs);
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

    close: () => {
      for (const stock of Object.values(stocks)) stock.close();
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
