import type { Config } from '../config/config.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';

/** More than a count in memory takes, with its key. */
const COUNT_BYTES = 500;

/**
 * Opens the store that the settings name. `onConnection` is told when it is reached and when not, and why;
 * a store that cannot be reached is no error here, but in its first method.
 */
export async function openStore(
  config: Config,
  onConnection: (state: 'up' | 'down', reason?: string) => void,
): Promise<Store> {
  const { store: location } = config;
  if (location.kind === 'memory') {
    onConnection('up');
    return createMemoryStore({
      maxEntries: config.memoryMaxEntries,
      maxBytes: config.memoryMaxMb * 1e6,
      nowMs: monotonicMs,
    });
  }
  // Loaded only where it is used: a tenth of the time to start.
  const { createRedisStore } = await import('../store/redis.ts');
  return createRedisStore({
    target: location.target,
    keyPrefix: config.storeKeyPrefix,
    timeoutMs: config.storeTimeoutMs,
    ...(config.storeTlsCa && { tlsCa: config.storeTlsCa }),
    onConnection,
  });
}

/** A store of this process for so many counts. */
export function createCounts(maxEntries: number): Store {
  return createMemoryStore({
    maxEntries,
    maxBytes: maxEntries * COUNT_BYTES,
    nowMs: monotonicMs,
  });
}

/** A clock that is set must not revive or kill what expires. */
export function monotonicMs(): number {
  return performance.now();
}
