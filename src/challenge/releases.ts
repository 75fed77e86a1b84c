import type { Store } from '../store/store.ts';

/** A claim of which nobody knows whether the store has it. */
interface Doubt {
  readonly key: string;
  readonly name: string;
  /** The end of what is claimed, by the wall clock. */
  readonly untilMs: number;
}

/** Claims that are to be given back, because whoever they were made for was told that they failed. */
export interface Releases {
  /** Gives back a claim as soon as the store can be reached, in the background. */
  release(doubt: Doubt): void;
  /** Resolves when no claim on this key is in doubt. Rejects with a StoreError while one is. */
  settle(key: string): Promise<void>;
}

/** What releases are made of. */
export interface ReleasesOptions {
  readonly store: Pick<Store, 'release'>;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** How soon after the store is back a claim is given back. */
const RETRY_MS = 100;

/** A claim that is still on its way to the store when it is given back arrives before that. */
const ONCE_MORE_MS = 2000;

/** Redemptions of a few seconds. Those beyond are lost, as all were before. */
const MOST_DOUBTS = 10_000;

/** Creates the releases. Those that are not done when the process ends are not done. */
export function createReleases({ store, nowMs }: ReleasesOptions): Releases {
  const doubts = new Map<string, Set<Doubt>>();
  let count = 0;

  async function giveBack({ key, name, untilMs }: Doubt): Promise<void> {
    const leftMs = Math.ceil(untilMs - nowMs());
    if (leftMs > 0) await store.release(key, name, leftMs);
  }

  function forget(doubt: Doubt): void {
    const ofKey = doubts.get(doubt.key);
    if (!ofKey?.delete(doubt)) return;
    count--;
    if (ofKey.size === 0) doubts.delete(doubt.key);
    later(ONCE_MORE_MS, () => giveBack(doubt).catch(() => {}));
  }

  async function retry(doubt: Doubt): Promise<void> {
    if (!doubts.get(doubt.key)?.has(doubt)) return;
    await giveBack(doubt).then(
      () => forget(doubt),
      () => later(RETRY_MS, () => retry(doubt)),
    );
  }

  return {
    release: (doubt) => {
      if (count >= MOST_DOUBTS) return;
      count++;
      const ofKey = doubts.get(doubt.key) ?? new Set();
      doubts.set(doubt.key, ofKey.add(doubt));
      later(RETRY_MS, () => retry(doubt));
    },

    settle: async (key) => {
      for (const doubt of [...(doubts.get(key) ?? [])]) {
        await giveBack(doubt);
        forget(doubt);
      }
    },
  };
}

function later(ms: number, act: () => Promise<void>): void {
  setTimeout(() => void act(), ms).unref();
}
