/** What a steady clock is made of. */
export interface Clocks {
  /** The wall clock, in milliseconds since 1970. It may be set at any time. */
  readonly wallMs: () => number;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonicMs: () => number;
}

/** What is less is no jump but a correction, and followed at once. */
const JUMP_MS = 1000;

/** Longer than tokens and challenges live by default. */
const FOLLOW_AFTER_MS = 600_000;

/**
 * The time since 1970 in whole milliseconds, for what was given out by the same clock a while ago. When the wall
 * clock is set, it goes on as before for ten minutes and follows then: an hour forwards would else end
 * every token at once, and an hour back make good what is long over.
 */
export function createSteadyClock({ wallMs, monotonicMs }: Clocks): () => number {
  let offsetMs = wallMs() - monotonicMs();
  let jumpedAtMs: number | undefined;
  return () => {
    const nowMs = monotonicMs();
    const wallOffsetMs = wallMs() - nowMs;
    if (Math.abs(wallOffsetMs - offsetMs) < JUMP_MS) {
      offsetMs = wallOffsetMs;
      jumpedAtMs = undefined;
    } else {
      jumpedAtMs ??= nowMs;
      if (nowMs - jumpedAtMs >= FOLLOW_AFTER_MS) offsetMs = wallOffsetMs;
    }
    return Math.round(nowMs + offsetMs);
  };
}
