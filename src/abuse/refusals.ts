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
      // Whoever is refused again becomes the latest.
      kept.delete(name);
      if (kept.size >= MOST) kept.delete(kept.keys().next().value as string);
      kept.set(name, { untilMs: now + forMs, checkMs: now + Math.min(forMs, trustMs) });
    },
    leftMs: (name) => {
      const refusal = kept.get(name);
      const now = nowMs();
      return refusal && now < refusal.checkMs ? refusal.untilMs - now : 0;
    },
  };
}
