/** Who was refused a moment ago, as this process knows it. */
export interface Refusals {
  /** Refuses for so many milliseconds. */
  add(name: string, forMs: number): void;
  /** How much of a refusal is left, in milliseconds; 0 if there is none, or one that is to be checked. */
  leftMs(name: string): number;
}

interface Refusal {
  readonly untilMs: number;
  readonly checkMs: number;
}

/** Two megabytes. Whoever is dropped for others is only looked up again. */
const MOST = 10_000;

/**
 * Remembers refusals, so that whoever goes on asking costs the store nothing: each for as long as it
 * lasts, but no longer than `trustMs` before it has to be checked.
 */
export function createRefusals(trustMs: number, nowMs: () => number): Refusals {
  const kept = new Map<string, Refusal>();
  return {
    add: (name, forMs) => {
      const now = nowMs();
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.set(name, { untilMs: now + forMs, checkMs: now + Math.min(forMs, trustMs) });
    },
    leftMs: (name) => {
      const refusal = kept.get(name);
      if (!refusal) return 0;
      const now = nowMs();
      if (now < refusal.checkMs) return refusal.untilMs - now;
      kept.delete(name);
      return 0;
    },
  };
}
