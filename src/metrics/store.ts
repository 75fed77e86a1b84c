import { type Store, StoreError } from '../store/store.ts';
import type { Series } from './series.ts';

/** What can be asked of a store. */
export const STORE_VERBS = [
  'set',
  'take',
  'claim',
  'release',
  'get',
  'extend',
  'increment',
  'memory',
  'ping',
] as const;

type Verb = (typeof STORE_VERBS)[number];

/** The same store, with its times and failures counted. */
export function observeStore(store: Store, series: Series): Store {
  const timed = <Args extends unknown[], T>(
    operation: Verb,
    act: (...args: Args) => Promise<T>,
  ) => {
    const duration = series.storeDuration.labels({ operation });
    return async (...args: Args): Promise<T> => {
      const startMs = performance.now();
      try {
        return await act(...args);
      } catch (error) {
        const reason = error instanceof StoreError ? error.code : 'unavailable';
        series.storeErrors.inc({ operation, reason });
        throw error;
      } finally {
        duration.observe((performance.now() - startMs) / 1000);
      }
    };
  };
  return {
    set: timed('set', store.set),
    take: timed('take', store.take),
    claim: timed('claim', store.claim),
    release: timed('release', store.release),
    get: timed('get', store.get),
    extend: timed('extend', store.extend),
    increment: timed('increment', store.increment),
    memory: timed('memory', store.memory),
    ping: timed('ping', store.ping),
    close: store.close,
  };
}
