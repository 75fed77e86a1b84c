/** How far back counts are kept, and how finely. */
export interface Span {
  /** Divides a day, so that steps begin on the hour. */
  readonly stepMs: number;
  readonly steps: number;
}

/** Counts of the last steps of time, in memory that never grows. */
export interface Ring {
  add(atMs: number, count: number): void;
  /** One count for each step of the span, the oldest first; the last is that of `nowMs`. */
  read(nowMs: number): number[];
}

/**
 * Creates a ring, all 0. Steps are those of the clock: they begin at multiples of their length. 32 bits
 * hold what happens in an hour at a million times a second. A clock that is set back counts on in the newest
 * step that there was.
 */
export function createRing({ stepMs, steps }: Span): Ring {
  const counts = new Uint32Array(steps);
  let newest = 0;

  function advance(nowMs: number): void {
    const step = Math.floor(nowMs / stepMs);
    for (let next = Math.max(newest + 1, step - steps + 1); next <= step; next++) {
      counts[next % steps] = 0;
    }
    newest = Math.max(newest, step);
  }

  return {
    add: (atMs, count) => {
      advance(atMs);
      counts[newest % steps] = (counts[newest % steps] ?? 0) + count;
    },
    read: (nowMs) => {
      advance(nowMs);
      return Array.from({ length: steps }, (_, n) => counts[(newest + 1 + n) % steps] ?? 0);
    },
  };
}
