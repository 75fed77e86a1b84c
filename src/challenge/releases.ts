import type { Store } from '../store/store.ts';

/** A claim that is to be given back; whether the store has it, nobody may know. */
export interface Claim {
  readonly key: string;
  readonly name: string;
  /** The end of what is claimed, by the wall clock. */
  readonly untilMs: number;
}

/** Claims that are to be given back, because whoever they were made for was told that they failed. */
export interface Releases {
  /** Gives back a claim now, if what is claimed is still in its time. Rejects with a StoreError. */
  giveBack(claim: Claim): Promise<void>;
  /** Gives back a claim as soon as the store can be reached, in the background. */
  release(doubt: Claim): void;
  /** Resolves when no claim on this key is in doubt. Rejects with a StoreError while one is. */
  settle(key: string): Promise<void>;
}

/** What releases are made of. */
export interface ReleasesOptions {
  readonly store: Pick<Store, 'release'>;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** How soon after the store is back claims are given back. */
const RETRY_MS = 100;

/**
 * So many are given back at the same time, and none of the others is tried if all of these fail: a store
 * that is away for ten thousand must not be asked ten thousand times in each tenth of a second.
 */
const AT_ONCE = 50;

/** A claim that is still on its way to the store when it is given back arrives before that. */
const ONCE_MORE_MS = 2000;

/** Redemptions of a few seconds. Those beyond are lost, as all were before. */
const MOST_DOUBTS = 10_000;

/** Creates the releases. Those that are not done when the process ends are not done. */
export function createReleases({ store, nowMs }: ReleasesOptions): Releases {
  const doubts = new Map<string, Set<Claim>>();
  let count = 0;
  let isRetrying = false;

  async function giveBack({ key, name, untilMs }: Claim): Promise<void> {
    const leftMs = Math.ceil(untilMs - nowMs());
    if (leftMs > 0) await store.release(key, name, leftMs);
  }

  function forget(doubt: Claim): void {
    const ofKey = doubts.get(doubt.key);
    if (!ofKey?.delete(doubt)) return;
    count--;
    if (ofKey.size === 0) doubts.delete(doubt.key);
    later(ONCE_MORE_MS, () => giveBack(doubt).catch(() => {}));
  }

  async function isGivenBack(doubt: Claim): Promise<boolean> {
    // Somebody may have settled it meanwhile.
    if (!doubts.get(doubt.key)?.has(doubt)) return true;
    try {
      await giveBack(doubt);
    } catch {
      return false;
    }
    forget(doubt);
    return true;
  }

  async function retry(): Promise<void> {
    const all = [...doubts.values()].flatMap((ofKey) => [...ofKey]);
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const given = await Promise.all(all.slice(at, at + AT_ONCE).map(isGivenBack));
      if (!given.includes(true)) break;
    }
    isRetrying = count > 0;
    if (isRetrying) later(RETRY_MS, retry);
  }

  return {
    giveBack,

    release: (doubt) => {
      if (count >= MOST_DOUBTS) return;
      count++;
      const ofKey = doubts.get(doubt.key) ?? new Set();
      doubts.set(doubt.key, ofKey.add(doubt));
      if (!isRetrying) later(RETRY_MS, retry);
      isRetrying = true;
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
