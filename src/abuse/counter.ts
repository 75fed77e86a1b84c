import { type Store, StoreError } from '../store/store.ts';

/** What limits need of a store, and whether it is worth asking. */
export interface Counter extends Pick<Store, 'increment'> {
  isUp(): boolean;
}

/**
 * A store that does not answer is asked again after so long. Until then what stands in for it decides at
 * once, instead of after the time limit of a command.
 */
const RETRY_MS = 1000;

/** Counts in a store; rejects without asking for a second after it failed. */
export function createCounter(
  store: Pick<Store, 'increment'>,
  /** Milliseconds on a clock that never goes back. */
  nowMs: () => number,
): Counter {
  let retryMs = Number.NEGATIVE_INFINITY;
  const isUp = (): boolean => nowMs() >= retryMs;
  return {
    isUp,
    increment: async (key, windowMs, by) => {
      if (!isUp()) throw new StoreError('unavailable', 'the store failed a moment ago');
      try {
        return await store.increment(key, windowMs, by);
      } catch (error) {
        retryMs = nowMs() + RETRY_MS;
        throw error;
      }
    },
  };
}
