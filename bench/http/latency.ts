/** Times of many requests, in milliseconds. */
export interface Latencies {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** The percentiles of measured times (nearest rank). Throws a RangeError if there are none. */
export function summarise(timesMs: readonly number[]): Latencies {
  const sorted = Float64Array.from(timesMs).sort();
  const rank = (share: number): number => {
    const value = sorted[Math.ceil(share * sorted.length) - 1];
    if (value === undefined) throw new RangeError('no times have no percentiles');
    return value;
  };
  return { p50Ms: rank(0.5), p95Ms: rank(0.95), p99Ms: rank(0.99) };
}
