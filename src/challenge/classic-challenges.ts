import type { Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import { deriveSeed, newId } from '../base/secrets.ts';
import type { Media, Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import type { PickStyle } from './calibration.ts';
import type { Epoch, Epochs } from './epochs.ts';
import type { ChallengeEvent, Counted } from './events.ts';
import { createStock } from './stock.ts';
import type { IssuedChallenge, Kind, Level, Verdict } from './types.ts';

/** What the pictures of the classic contract are made of. */
export interface ClassicChallengesOptions {
  readonly store: Pick<Store, 'set' | 'take'>;
  readonly render: Render;
  /** Renders what is made ahead of need, while nothing else is to be rendered. */
  readonly renderWhenIdle: Render;
  /** How many pictures are kept ready; 0 for none. */
  readonly pictureStock: number;
  readonly picture: Kind;
  readonly pickStyle: PickStyle;
  /** Draws the answers: the CSPRNG, except in tests. */
  readonly random: Random;
  /** Seed all drawing, so that nobody without them can draw the pictures that he knows answers to. */
  readonly keys: Keys;
  /** How long a challenge can be answered. */
  readonly ttlMs: number;
  readonly level: Level;
  readonly epochs: Epochs;
  readonly observe?: (event: ChallengeEvent) => void;
}

/** Issues the pictures of the classic contract and judges answers. */
export interface ClassicChallenges {
  /**
   * Makes a challenge, or takes one that is ready, and keeps its answer until it is answered or expires. Rejects with a BusyError when it could not be rendered, and with a
   * StoreError when the answer could not be kept.
   */
  issue(): Promise<IssuedChallenge>;
  /**
   * Judges a guess and spends the challenge in the same step, whether the guess is right or not: of
   * any number of concurrent right guesses one is ok. Rejects with a StoreError when it is not
   * known whether the challenge exists.
   */
  answer(id: string, guess: string): Promise<Verdict>;
  /** How many pictures are ready. */
  ready(): number;
  /** Makes nothing ahead of need any more. */
  close(): void;
}

/** A challenge that nobody has seen and no store knows. */
interface Prepared {
  readonly id: string;
  readonly answer: string;
  readonly style?: string;
  readonly media: Media;
}

/** Creates the service. It begins at once to make pictures ahead of need. */
export function createClassicChallenges(options: ClassicChallengesOptions): ClassicChallenges {
  const { store, picture, random, keys, ttlMs, level, epochs, observe } = options;
  const stock = createStock({
    size: options.pictureStock,
    make: () => prepare(options.renderWhenIdle),
  });
  let epoch = epochs.now();

  function enterEpoch(): Epoch {
    const present = epochs.now();
    if (present.number !== epoch.number) {
      epoch = present;
      // A picture of the epoch before would serve those who have learnt to read that epoch.
      stock.clear();
    }
    return epoch;
  }

  async function prepare(render: Render): Promise<Prepared> {
    const id = newId();
    const answer = picture.create(random);
    const own = deriveSeed(keys.current.secret, KIND, id, answer);
    const seeds = { own, epoch: enterEpoch().seed };
    const style = options.pickStyle(KIND, level);
    const styled = style !== undefined && { style };
    const job = picture.job?.(answer, seeds, { level, ...styled });
    if (!job) throw new TypeError('pictures are drawn');
    return { id, answer, ...styled, media: await render(job) };
  }

  function counted(style: string | undefined): Counted {
    return { kind: KIND, level, ...(style !== undefined && { style }) };
  }

  return {
    issue: async () => {
      enterEpoch();
      const { id, answer, style, media } = stock.take() ?? (await prepare(options.render));
      // Kept last: what cannot be drawn leaves nothing in the store, where a flood of it would fill
      // the room of those who can be served.
      const kept = [KIND, answer, ...(style === undefined ? [] : [style])].join(':');
      await store.set(storeKey(id), kept, ttlMs);
      observe?.({ type: 'issued', challenge: counted(style) });
      return { id, media };
    },

    answer: async (id, guess) => {
      const value = await store.take(storeKey(id));
      const [kind, answer, style] = value?.split(':') ?? [];
      if (kind !== KIND || !answer) {
        observe?.({ type: 'missed', outcome: 'gone' });
        return { ok: false, reason: 'gone' };
      }
      const isRight = picture.check(answer, guess);
      const outcome = isRight ? 'right' : 'wrong';
      observe?.({ type: 'answered', challenge: counted(style), outcome });
      return isRight ? { ok: true } : { ok: false, reason: 'wrong' };
    },

    ready: () => stock.count(),

    close: () => stock.close(),
  };
}

const KIND = 'picture';

/** The key under which the store keeps the answer of the challenge with this id. */
function storeKey(id: string): string {
  return `challenge:${id.toLowerCase()}`;
}
