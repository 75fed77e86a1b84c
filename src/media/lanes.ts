import type { MediaJob } from './job.ts';

/**
 * What a job costs beside a picture, which takes about 60 microseconds. A puzzle's hashes take half
 * a millisecond, moving text 2 ms, a sound up to 10 ms.
 */
const COSTS: Readonly<Record<MediaJob['kind'], number>> = {
  picture: 1,
  puzzle: 10,
  motion: 30,
  sound: 150,
};

/**
 * A message costs as much as a picture, so a thread gets many at once when many wait. 32 pictures keep
 * a thread for 2 ms: so long the first of them is held up. What costs more goes alone.
 */
const MAX_BATCH_COST = 32;

/** What is drawn ahead of need must not hold up what is needed by more than a millisecond. */
const MAX_IDLE_BATCH_COST = 16;

/** At 10 ms each and with half a thread for them, 64 wait for 1.3 s: a person waits so long. */
const MAX_QUEUED_HEAVY = 64;

/** Something to do for a job. */
interface Task {
  readonly job: MediaJob;
}

/** A queue, first come first served. */
export interface Lane<T extends Task> {
  readonly tasks: T[];
  readonly maxTasks: number;
  readonly maxBatchCost: number;
}

/** What waits for threads: pictures, what costs much more than a picture, and what has time. */
export interface Lanes<T extends Task> {
  /** Where a job waits that is needed now, or one that is drawn ahead of need. */
  laneOf(job: MediaJob, isNeeded: boolean): Lane<T>;
  /**
   * The next list for one of `threads` threads that are free, and where it comes from; undefined if
   * nothing waits. While pictures and heavier jobs wait, both get the same share of time, and no picture
   * stands behind more than one heavy job in each thread. Idle jobs come when nothing else waits.
   */
  take(threads: number): { readonly lane: Lane<T>; readonly batch: T[] } | undefined;
  readonly all: readonly Lane<T>[];
  /** Jobs that wait and are needed now. */
  needed(): number;
}

/** Makes lanes of at most `maxQueued` jobs each. */
export function createLanes<T extends Task>(maxQueued: number): Lanes<T> {
  const lane = (maxTasks: number, maxBatchCost: number): Lane<T> => ({
    tasks: [],
    maxTasks,
    maxBatchCost,
  });
  const light = lane(maxQueued, MAX_BATCH_COST);
  const heavy = lane(Math.min(maxQueued, MAX_QUEUED_HEAVY), MAX_BATCH_COST);
  const idle = lane(maxQueued, MAX_IDLE_BATCH_COST);
  /** What the heavy lane has had more than the light one since both began to wait. */
  let lead = 0;

  function nextLane(): Lane<T> | undefined {
    const [first = idle, second] = [light, heavy].filter(({ tasks }) => tasks.length > 0);
    if (!second) lead = 0;
    if (first.tasks.length === 0) return undefined;
    return second && lead < 0 ? second : first;
  }

  return {
    laneOf: (job, isNeeded) => {
      if (!isNeeded) return idle;
      return COSTS[job.kind] > MAX_BATCH_COST ? heavy : light;
    },
    take: (threads) => {
      const next = nextLane();
      if (!next) return undefined;
      const share = Math.ceil(next.tasks.length / threads);
      let count = 0;
      let cost = 0;
      for (const { job } of next.tasks.slice(0, Math.min(share, MAX_BATCH_COST))) {
        if (count > 0 && cost + COSTS[job.kind] > next.maxBatchCost) break;
        count++;
        cost += COSTS[job.kind];
      }
      if (next === light) lead -= cost;
      if (next === heavy) lead += cost;
      return { lane: next, batch: next.tasks.splice(0, count) };
    },
    all: [light, heavy, idle],
    needed: () => light.tasks.length + heavy.tasks.length,
  };
}
