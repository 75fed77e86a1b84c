/**
 * The library's base for limiters over a store. Its README names this class and these methods as the
 * way to add a store, but its own types leave the file out. Two more, `_get` and `_delete`, are for methods
 * that we do not call: counts are only ever added to.
 */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import {
    type RateLimiterLike,
    type RateLimiterRes,
    RateLimiterStoreAbstract,
  } from 'rate-limiter-flexible';

  interface Options {
    readonly keyPrefix: string;
    readonly points: number;
    readonly duration: number;
    readonly inMemoryBlockOnConsumed: number;
    readonly insuranceLimiter: RateLimiterLike;
  }

  export default abstract class StoreLimiter<Raw> extends RateLimiterStoreAbstract {
    constructor(options: Options);
    getInMemoryBlockMsBeforeExpire(key: string): number;
    protected abstract _upsert(key: string, points: number, windowMs: number): Promise<Raw>;
    protected abstract _getRateLimiterRes(key: string, points: number, raw: Raw): RateLimiterRes;
  }
}
