import type { Random } from '../base/random.ts';
import type { Store } from '../store/store.ts';
import { findKind, type Kinds } from './kinds.ts';
import { KIND_NAMES, type KindName, type Level } from './types.ts';

/** A first answer: of nobody in particular. */
export interface FirstAnswer {
  readonly kind: KindName;
  readonly level: Level;
  readonly style?: string;
  readonly right: boolean;
  readonly solveMs: number;
}

/** How well one style of a kind does at a level: counts of a day or less. */
export interface StyleReport {
  readonly kind: KindName;
  readonly level: Level;
  /** Empty for a kind with but one. */
  readonly style: string;
  readonly right: number;
  readonly wrong: number;
  /** Half of the right answers took no longer, to the next power of two seconds. */
  readonly medianSolveMs: number | undefined;
  /** Its share against that of a style in the band: 1, or less where it is surely outside. */
  readonly weight: number;
}

/** Chooses the style of a new challenge; nothing for a kind that has but one. */
export type PickStyle = (kind: KindName, level: Level) => string | undefined;

/** Between which shares of right first answers a style is good. */
export interface Band {
  readonly least: number;
  readonly most: number;
}

/** What calibration is made of. */
export interface CalibrationOptions {
  readonly store: Pick<Store, 'increment' | 'get'>;
  readonly kinds: Kinds;
  readonly random: Random;
  readonly band: Band;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Counts how people do, and lets styles that they fail be drawn less. */
export interface Calibration {
  /** Counts an answer. Nothing is kept but the sums. */
  note(answer: FirstAnswer): void;
  readonly pickStyle: PickStyle;
  /**
   * Adds what was counted since to what all replicas have counted, weighs the styles anew and reports
   * on those that were answered. Rejects with a StoreError; what was counted is then kept for the next
   * time.
   */
  sync(): Promise<readonly StyleReport[]>;
}

/**
 * Half a day: the present window and the one before are looked at, so that what was wrong yesterday is
 * forgotten after a day.
 */
const WINDOW_MS = 12 * 3_600_000;

/** As long as a window is looked at: from its first answer to the end of the next one. */
const KEPT_MS = 2 * WINDOW_MS;

/** Up to 1, 2, 4 … 64 seconds, and longer. */
const TIMES = 8;

/**
 * Two standard errors (Wilson, 1927): a style is outside the band when chance would say so of a good
 * one in 2 of 100 cases, which at a band of 70 % takes 20 answers if half are wrong.
 */
const Z = 2;

/** Enough to go on learning about it: one in 13 pictures where three other styles are good. */
const WEIGHT_OUTSIDE = 0.25;

const LEVELS: readonly Level[] = [1, 2, 3];

/** Creates the calibration of a service. Before the first sync all styles are alike. */
export function createCalibration(options: CalibrationOptions): Calibration {
  const { store, kinds, random, band, nowMs } = options;
  let pending = new Map<string, number>();
  let weights = new Map<string, number>();

  async function flush(): Promise<void> {
    const counted = pending;
    pending = new Map();
    for (const [key, count] of counted) {
      try {
        await store.increment(key, KEPT_MS, count);
        counted.delete(key);
      } catch (error) {
        for (const [left, n] of counted) pending.set(left, (pending.get(left) ?? 0) + n);
        throw error;
      }
    }
  }

  async function report(kind: KindName, level: Level, style: string): Promise<StyleReport> {
    const present = Math.floor(nowMs() / WINDOW_MS);
    const sum = async (what: string): Promise<number> => {
      const counts = await Promise.all(
        [present, present - 1].map((window) => store.get(keyOf(window, kind, level, style, what))),
      );
      return counts.reduce((total, count) => total + Number(count ?? 0), 0);
    };
    const times = await Promise.all(Array.from({ length: TIMES }, (_, n) => sum(`right${n}`)));
    const right = times.reduce((total, count) => total + count, 0);
    const wrong = await sum('wrong');
    const weight = isOutside(right, wrong, band) ? WEIGHT_OUTSIDE : 1;
    return { kind, level, style, right, wrong, medianSolveMs: medianMs(times), weight };
  }

  return {
    note: ({ kind, level, style = '', right, solveMs }) => {
      const what = right ? `right${timeOf(solveMs)}` : 'wrong';
      const key = keyOf(Math.floor(nowMs() / WINDOW_MS), kind, level, style, what);
      pending.set(key, (pending.get(key) ?? 0) + 1);
    },

    pickStyle: (kind, level) => {
      const styles = findKind(kinds, kind)?.styles ?? [];
      const shares = styles.map((style) => weights.get(nameOf(kind, level, style)) ?? 1);
      let at = random.float() * shares.reduce((sum, share) => sum + share, 0);
      return styles.find((_, index) => {
        at -= shares[index] ?? 0;
        return at < 0;
      });
    },

    sync: async () => {
      await flush();
      const all = KIND_NAMES.flatMap((kind) =>
        LEVELS.flatMap((level) =>
          (findKind(kinds, kind)?.styles ?? ['']).map((style) => ({ kind, level, style })),
        ),
      );
      const reports = await Promise.all(
        all.map(({ kind, level, style }) => report(kind, level, style)),
      );
      weights = new Map(reports.map((r) => [nameOf(r.kind, r.level, r.style), r.weight]));
      return reports.filter(({ right, wrong }) => right + wrong > 0);
    },
  };
}

function nameOf(kind: KindName, level: Level, style: string): string {
  return `${kind}:${level}:${style}`;
}

function keyOf(window: number, kind: KindName, level: Level, style: string, what: string): string {
  return `calibration:${window}:${nameOf(kind, level, style)}:${what}`;
}

function timeOf(solveMs: number): number {
  return Math.min(TIMES - 1, Math.max(0, Math.ceil(Math.log2(Math.max(1, solveMs) / 1000))));
}

function medianMs(times: readonly number[]): number | undefined {
  const half = times.reduce((total, count) => total + count, 0) / 2;
  let seen = 0;
  const at = times.findIndex((count) => {
    seen += count;
    return count > 0 && seen >= half;
  });
  return at < 0 ? undefined : 1000 * 2 ** at;
}

/** Whether the share of right answers is surely below or above the band. */
function isOutside(right: number, wrong: number, { least, most }: Band): boolean {
  const total = right + wrong;
  if (total === 0) return false;
  const share = right / total;
  const middle = (share + (Z * Z) / (2 * total)) / (1 + (Z * Z) / total);
  const reach =
    (Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total))) /
    (1 + (Z * Z) / total);
  return middle + reach < least || middle - reach > most;
}
