import type { Series } from '../series.ts';
import { type Overview, toOverview } from './overview.ts';
import { createTrail, type Metric } from './trail.ts';

/**
 * How far the history reaches, and in which steps: as many as a chart can show apart.
 *
 * 60 + 96 + 168 counts of 4 bytes, 1.3 kB, are kept for each line. There are 86 lines of answers (21
 * combinations of kind, level and style with 4 outcomes each, and 2 without), 36 of solve times (4 kinds, 9
 * limits), 12 of steps of a ladder and some 20 others: 200 kB, and 1.4 MB if every trail had as
 * many as it may.
 */
const SPANS = {
  hour: { stepMs: 60_000, steps: 60 },
  day: { stepMs: 15 * 60_000, steps: 96 },
  week: { stepMs: 60 * 60_000, steps: 168 },
} as const;

/** Twice what any metric has. */
const MOST_LINES = 180;

/** How often the metrics are read. Each span's steps are a multiple of it. */
export const SAMPLE_MS = 10_000;

/** How far back somebody looks. */
export type Range = keyof typeof SPANS;

/** A bounded history of the metrics of this process. */
export interface History {
  /** Reads the metrics. To be called every {@link SAMPLE_MS}. */
  sample(): Promise<void>;
  read(range: Range): Promise<Overview>;
}

/** Creates the history of metrics. It counts nothing itself: it sees by how much they grow. */
export function createHistory(series: Series, nowMs: () => number): History {
  const follow = (metric: Metric, ...labels: readonly string[]) =>
    createTrail(metric, labels, SPANS, MOST_LINES);
  const trails = {
    issued: follow(series.issued),
    answers: follow(series.answers, 'kind', 'level', 'style', 'outcome'),
    solveTimes: follow(series.solveDuration, 'kind', 'le'),
    steps: follow(series.steps, 'step'),
    limits: follow(series.limitRefusals, 'cost'),
    turnedAway: follow(series.turnedAway),
  };
  let sampledMs = nowMs();

  return {
    sample: async () => {
      sampledMs = nowMs();
      // What is seen now happened since the last time: in the step that the middle of it lies in.
      const atMs = sampledMs - SAMPLE_MS / 2;
      await Promise.all(Object.values(trails).map((trail) => trail.sample(atMs)));
    },

    read: async (range) => {
      const now = nowMs();
      const { stepMs, steps: length } = SPANS[range];
      const { values } = await series.storeUp.get();
      return {
        stepMs,
        firstMs: (Math.floor(now / stepMs) - length + 1) * stepMs,
        sampledMs,
        isStoreUp: values[0]?.value === 1,
        ...toOverview({
          length,
          issued: trails.issued.read(range, now),
          answers: trails.answers.read(range, now),
          solveTimes: trails.solveTimes.read(range, now),
          steps: trails.steps.read(range, now),
          limits: trails.limits.read(range, now),
          turnedAway: trails.turnedAway.read(range, now),
        }),
      };
    },
  };
}

/**
 * Has the metrics read from now on, shortly after each multiple of {@link SAMPLE_MS}, so that a sample never
 * falls into two steps. Returns what ends it.
 */
export function keepSampling(history: History, nowMs: () => number): () => void {
  let timer: NodeJS.Timeout;
  function wait(): void {
    timer = setTimeout(sample, SAMPLE_MS - (nowMs() % SAMPLE_MS));
  }
  function sample(): void {
    wait();
    // The registry is in this process: there is nothing that could fail.
    void history.sample();
  }
  wait();
  return () => clearTimeout(timer);
}
