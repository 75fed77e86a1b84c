import { type RateLimiterLike, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Count } from '../store/store.ts';
import { WINDOW_SECONDS } from './budgets.ts';
import type { Counter } from './counter.ts';

/** What is limited, and where it is counted. */
export interface StoreLimiterOptions {
  /** Begins the key of every count. */
  readonly keyPrefix: string;
  /** How much may be had in a window. */
  readonly points: number;
  readonly counter: Counter;
  /** Decides while the counter does not answer. */
  readonly insurance: RateLimiterLike;
}

/** A limiter of the library over a counter of ours. */
export class StoreLimiter extends RateLimiterStoreAbstract<Count> {
  readonly #counter: Counter;
  readonly #insurance: RateLimiterLike;

  constructor({ keyPrefix, points, counter, insurance }: StoreLimiterOptions) {
    super({
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      // Whoever is over the limit is remembered here until the window ends: a flood asks no store.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: insurance,
    });
    this.#counter = counter;
    this.#insurance = insurance;
  }

  /** How long this key is known to be over its limit, without asking the store. 0 for not known. */
  blockedMs(key: string): number {
    const blockedMs = this.getInMemoryBlockMsBeforeExpire(this.getKey(key));
    if (blockedMs > 0 || this.#counter.isUp()) return blockedMs;
    // What the insurance knows counts while it decides, and no longer.
    return this.#insurance instanceof StoreLimiter ? this.#insurance.blockedMs(key) : 0;
  }

  protected override _upsert(key: string, points: number, windowMs: number): Promise<Count> {
    return this.#counter.increment(key, windowMs, points);
  }

  protected override _getRateLimiterRes(
    _key: string,
    _points: number,
    { count, resetMs }: Count,
  ): RateLimiterRes {
    return new RateLimiterRes(Math.max(0, this.points - count), resetMs, count);
  }
}

/** So many counts a limiter: a busy one takes about 300 bytes, with its timer. */
const BUCKETS_FOR_CHARACTERS = 2;

/**
 * Counts in a place of a fixed size, when there is no room for a count of each key: 4,096 keys' worth,
 * by the first two of the 64 characters of names. Strangers share a budget then, so it is the last resort; but
 * nobody gets past a limit by filling the memory, and nobody's own count is dropped for it.
 */
export class BucketLimiter extends RateLimiterMemory {
  constructor(options: Pick<StoreLimiterOptions, 'keyPrefix' | 'points'>) {
    super({ ...options, duration: WINDOW_SECONDS });
  }

  override consume(key: string, points?: number): Promise<RateLimiterRes> {
    return super.consume(key.slice(0, BUCKETS_FOR_CHARACTERS), points);
  }
}
