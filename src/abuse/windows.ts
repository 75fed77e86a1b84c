import type { Store } from '../store/store.ts';
import { addWeighted, type Happening, NO_TALLY, type Tally, unitOf, unpack } from './tally.ts';

/** How long something is remembered. */
export interface WindowShape {
  /** Begins the keys in the store. Short: there are as many keys as visitors. */
  readonly name: string;
  /** Counts are kept by buckets of this length, in milliseconds. */
  readonly bucketMs: number;
  /** How many buckets before the current one still count. */
  readonly previous: number;
}

/** What a window shows at a moment. */
export interface Reading {
  /** The bucket in which the happening was counted; of a mere look, the current one. */
  readonly bucket: Tally;
  /** The current bucket and all before it, the older the lighter. */
  readonly all: Tally;
  /** Those before it alone: few of their challenges still wait for an answer. */
  readonly earlier: Tally;
  /** Those before it as they are, the youngest first. */
  readonly raw: readonly Tally[];
  /** What `all` will be in so many milliseconds, at least 0, if nothing happens until then. */
  later(afterMs: number): Tally;
}

/** Tallies by a name, which are forgotten little by little. */
export interface Window {
  /** Counts what happened to a challenge that was opened at `openedMs`, and tells the bucket. */
  add(id: string, happening: Happening, openedMs: number): Promise<Tally>;
  /** The bucket of what was opened at `openedMs`. */
  bucketAt(id: string, openedMs: number): Promise<Tally>;
  /** Looks. Rejects with a StoreError, as all of these do. */
  read(id: string): Promise<Reading>;
  /** Counts a challenge that is opened now, and looks, in one round trip. */
  open(id: string): Promise<Reading>;
  /** Takes back that a challenge was opened at `openedMs`: it was counted and is not given. */
  unopen(id: string, openedMs: number): Promise<void>;
}

const SPREAD_MS = 60_000;

/**
 * Creates a window over a store. What happens to a challenge is counted in the bucket in which it was
 * opened, so that a bucket's opened are its solved, failed and unanswered.
 *
 * The current bucket counts in full, and an earlier one half as much a bucket further on: forgetting
 * is exponential and has no step at the end of a bucket. The last bucket fades to nothing besides, so
 * that after `previous` + 1 buckets without anything new nothing at all is left, neither here nor in
 * the store.
 */
export function createWindow(
  store: Pick<Store, 'increment' | 'get'>,
  shape: WindowShape,
  nowMs: () => number,
): Window {
  const { name, bucketMs, previous } = shape;
  const keyOf = (id: string, bucket: number) => `${name}:${id}:${bucket.toString(36)}`;
  const bucketOf = (timeMs: number) => Math.floor(timeMs / bucketMs);

  async function count(id: string, units: number, openedMs: number): Promise<Tally> {
    const bucket = bucketOf(openedMs);
    const now = nowMs();
    const leftMs = Math.ceil((bucket + previous + 1) * bucketMs - now);
    // Answered so late that nobody would read it.
    if (leftMs < 1) return NO_TALLY;
    // Kept up to a minute longer than needed, so that not all of a bucket's keys expire in one instant.
    const keptMs = leftMs + (Math.floor(now) % SPREAD_MS);
    const kept = await store.increment(keyOf(id, bucket), keptMs, units);
    return unpack(kept.count);
  }

  const add = (id: string, happening: Happening, openedMs: number): Promise<Tally> =>
    count(id, unitOf(happening), openedMs);

  const look = async (id: string, bucket: number): Promise<Tally> =>
    unpack(Number((await store.get(keyOf(id, bucket))) ?? 0));

  async function readWith(id: string, current: Promise<Tally>, now: number): Promise<Reading> {
    const number = bucketOf(now);
    const elapsed = now / bucketMs - number;
    const [bucket, ...raw] = await Promise.all([
      current,
      ...Array.from({ length: previous }, (_, n) => look(id, number - n - 1)),
    ]);
    const weigh = (tallies: readonly Tally[], age: number, at: number): Tally =>
      tallies.reduce(
        (sum, tally, n) => addWeighted(sum, tally, weightOf(age + n, previous, at)),
        NO_TALLY,
      );
    const earlier = weigh(raw, 1, elapsed);
    return {
      bucket,
      earlier,
      raw,
      all: addWeighted(bucket, earlier, 1),
      later: (afterMs) => {
        const passed = elapsed + afterMs / bucketMs;
        const age = Math.floor(passed);
        return weigh([bucket, ...raw], age, passed - age);
      },
    };
  }

  return {
    add,
    bucketAt: (id, openedMs) => look(id, bucketOf(openedMs)),
    read: (id) => {
      const now = nowMs();
      return readWith(id, look(id, bucketOf(now)), now);
    },
    open: (id) => {
      const now = nowMs();
      return readWith(id, add(id, 'opened', now), now);
    },
    unopen: async (id, openedMs) => {
      await count(id, -unitOf('opened'), openedMs);
    },
  };
}

/** How much the bucket `age` buckets ago counts, when `elapsed` (0 to 1) of the current one is over. */
export function weightOf(age: number, previous: number, elapsed: number): number {
  if (age === 0) return 1;
  if (age > previous) return 0;
  const fading = age === previous ? 1 - elapsed : 1;
  return 0.5 ** (age - 1 + elapsed) * fading;
}
