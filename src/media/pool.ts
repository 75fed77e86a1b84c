import { Worker } from 'node:worker_threads';
import { BusyError, type Media, type MediaJob, type Render } from './job.ts';
import { createLanes, type Lane } from './lanes.ts';
import type { Answer, ThreadData } from './thread.ts';

/** How many threads draw, and for how long. */
export interface PoolOptions {
  /** The program of the threads: it calls `answerJobs` of `thread.ts`. */
  readonly workerUrl: URL;
  readonly threads: number;
  /** The most pictures that wait for a thread. As many may wait for idle time, apart from these. */
  readonly maxQueued: number;
  /** The longest a thread may be at one job, give or take a quarter. A job waits twice as long. */
  readonly timeoutMs: number;
  /** The most JavaScript memory a thread may take, in megabytes. Typed arrays come on top. */
  readonly maxHeapMb: number;
  /** A folder of voice packs for the threads. */
  readonly voicesDir?: string;
  /** Told of each thread that ended or was ended, for the log. */
  readonly onThreadLost: (lost: LostThread) => void;
  /** Told of each job that a thread was done with, and how long it was at it. */
  readonly onDrawn?: (kind: MediaJob['kind'], durationMs: number) => void;
}

/** Why a thread is no more, and when another one starts. */
export interface LostThread {
  readonly reason: string;
  readonly retryMs: number;
}

/** What the pool is doing. */
export interface PoolStats {
  /** Threads that can draw. */
  readonly threads: number;
  /** Of these, threads that are drawing. */
  readonly busy: number;
  /** Jobs that wait for a thread, apart from those that wait for idle time. */
  readonly queued: number;
  /** Threads lost since the start. */
  readonly lost: number;
}

/** Threads that draw. */
export interface Pool {
  readonly render: Render;
  /** The same, but only while nothing waits that {@link Pool.render} was asked for. */
  readonly renderWhenIdle: Render;
  stats(): PoolStats;
  /** Rejects what waits and what is being drawn, and resolves when all threads have ended. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: MediaJob;
  readonly resolve: (media: Media) => void;
  readonly reject: (error: Error) => void;
  /** The number of the check before which it began to wait. */
  since: number;
}

interface Thread {
  readonly worker: Worker;
  readonly progress: Int32Array;
  ready: boolean;
  batch: Waiting[];
  /** Where the batch came from, and goes back to if the thread is lost. */
  lane: Lane<Waiting>;
  /** The job it was found at, and how many checks in a row have found it there. */
  stalledAt: number;
  stalls: number;
}

/** Time is counted in checks: a machine that slept, or a late check, does not make a thread slow. */
const CHECKS_PER_TIMEOUT = 4;

/** What waits behind a thread that hangs is not lost with it: another thread gets there in time. */
const CHECKS_IN_QUEUE = 2 * CHECKS_PER_TIMEOUT;

/** Loading the program and the fonts takes a second or two on a slow and busy machine. */
const START_TIMEOUT_MS = 15_000;

/** The progress of a thread that has not begun with its list. */
const NOT_BEGUN = -1;

/**
 * Starts threads that draw. One that ends, or is at one job for too long, is replaced: the job it
 * was at is rejected with a BusyError, the others of its list go to the next free thread. The first
 * replacement comes at once, further ones ever later, until a thread has drawn again.
 *
 * In one piece, for each event changes what waits, who draws and who is watched together.
 */
export function createPool(options: PoolOptions): Pool {
  const { voicesDir, timeoutMs } = options;
  const checkMs = timeoutMs / CHECKS_PER_TIMEOUT;
  const checksToStart = Math.max(CHECKS_PER_TIMEOUT, Math.ceil(START_TIMEOUT_MS / checkMs));
  const lanes = createLanes<Waiting>(options.maxQueued);
  const threads = new Set<Thread>();
  // Those of the threads above, and those that were told to end and have not yet.
  const workers = new Set<Worker>();
  const restarts = new Set<NodeJS.Timeout>();
  let dispatching: NodeJS.Immediate | undefined;
  let checking: NodeJS.Timeout | undefined;
  let checks = 0;
  let failures = 0;
  let lost = 0;
  let closed = false;

  function start(): void {
    const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(options.workerUrl, {
      workerData: { progress, ...(voicesDir && { voicesDir }) } satisfies ThreadData,
      resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb },
    });
    const lane = lanes.all[0] as Lane<Waiting>;
    const idle = { ready: false, batch: [], lane, stalledAt: NOT_BEGUN, stalls: 0 };
    const thread: Thread = { worker, progress, ...idle };
    threads.add(thread);
    workers.add(worker);
    let reason: string | undefined;
    worker.on('message', (message: 'ready' | readonly Answer[]) => {
      if (!threads.has(thread)) return;
      if (message === 'ready') thread.ready = true;
      else settle(thread, message);
      // Before those who waited go on: the thread has its next list while they do.
      dispatch();
    });
    worker.on('error', (error: Error) => {
      reason = error.message;
    });
    worker.on('exit', (code) => {
      workers.delete(worker);
      lose(thread, reason ?? `it ended with code ${code}`);
    });
    watch();
  }

  function settle(thread: Thread, answers: readonly Answer[]): void {
    for (const [index, { job, resolve, reject }] of thread.batch.entries()) {
      const { result, durationMs } = answers[index] as Answer;
      if (result instanceof Error) reject(result);
      else resolve(result);
      options.onDrawn?.(job.kind, durationMs);
    }
    thread.batch = [];
    failures = 0;
  }

  function lose(thread: Thread, reason: string): void {
    if (!threads.delete(thread) || closed) return;
    const at = Atomics.load(thread.progress, 0);
    thread.batch[at]?.reject(new BusyError(`a drawing thread was lost: ${reason}`));
    const others = thread.batch.filter((_, index) => index !== at);
    thread.lane.tasks.unshift(...others.map((other) => ({ ...other, since: checks })));
    lost++;
    const retryMs = retryDelayMs(failures++);
    if (retryMs === 0) start();
    else restart(retryMs);
    options.onThreadLost({ reason, retryMs });
    dispatch();
  }

  function restart(afterMs: number): void {
    const timer = setTimeout(() => {
      restarts.delete(timer);
      start();
    }, afterMs);
    restarts.add(timer);
  }

  function ask(job: MediaJob, isNeeded: boolean): Promise<Media> {
    const lane = lanes.laneOf(job, isNeeded);
    const refusal = whyNot(lane);
    if (refusal) return Promise.reject(new BusyError(refusal));
    const { promise, resolve, reject } = Promise.withResolvers<Media>();
    lane.tasks.push({ job, resolve, reject, since: checks });
    // Not at once: all requests that are read in this turn of the event loop go in one message.
    dispatching ??= setImmediate(dispatch);
    watch();
    return promise;
  }

  function whyNot({ tasks, maxTasks }: Lane<Waiting>): string | undefined {
    if (closed) return 'the pool is closed';
    if (threads.size === 0) return 'no thread can draw';
    return tasks.length < maxTasks ? undefined : 'the queue is full';
  }

  function dispatch(): void {
    clearImmediate(dispatching);
    dispatching = undefined;
    const free = [...threads].filter(({ ready, batch }) => ready && batch.length === 0);
    for (const [index, thread] of free.entries()) {
      const next = lanes.take(free.length - index);
      if (!next) return;
      thread.lane = next.lane;
      thread.batch = next.batch;
      thread.stalls = 0;
      thread.stalledAt = NOT_BEGUN;
      Atomics.store(thread.progress, 0, NOT_BEGUN);
      thread.worker.postMessage(thread.batch.map(({ job }) => job));
    }
  }

  function watch(): void {
    if (!closed) checking ??= setTimeout(check, checkMs);
  }

  function check(): void {
    checking = undefined;
    checks++;
    for (const { tasks } of lanes.all) {
      const kept = tasks.findIndex(({ since }) => checks - since <= CHECKS_IN_QUEUE);
      for (const { reject } of tasks.splice(0, kept < 0 ? tasks.length : kept)) {
        reject(new BusyError(`no thread was free in ${2 * timeoutMs} ms`));
      }
    }
    const active = [...threads].filter(({ ready, batch }) => !ready || batch.length > 0);
    for (const thread of active) checkProgress(thread);
    if (active.length > 0 || lanes.all.some(({ tasks }) => tasks.length > 0)) watch();
  }

  function checkProgress(thread: Thread): void {
    const at = Atomics.load(thread.progress, 0);
    thread.stalls = at === thread.stalledAt ? thread.stalls + 1 : 0;
    thread.stalledAt = at;
    if (thread.stalls < (thread.ready ? CHECKS_PER_TIMEOUT : checksToStart)) return;
    lose(thread, thread.ready ? `no picture in ${timeoutMs} ms` : 'it does not start');
    void thread.worker.terminate();
  }

  for (let n = 0; n < options.threads; n++) start();
  return {
    render: (job) => ask(job, true),
    renderWhenIdle: (job) => ask(job, false),
    stats: () => {
      const ready = [...threads].filter((thread) => thread.ready);
      const busy = ready.filter(({ batch }) => batch.length > 0).length;
      return { threads: ready.length, busy, queued: lanes.needed(), lost };
    },
    close: async () => {
      closed = true;
      clearImmediate(dispatching);
      clearTimeout(checking);
      for (const timer of restarts) clearTimeout(timer);
      const begun = [...threads].flatMap(({ batch }) => batch.splice(0));
      const waiting = lanes.all.flatMap(({ tasks }) => tasks.splice(0));
      for (const { reject } of [...begun, ...waiting]) {
        reject(new BusyError('the pool is closed'));
      }
      threads.clear();
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}

/** At once, then after 100 ms, then twice as long each time, up to a second. */
function retryDelayMs(failuresBefore: number): number {
  return failuresBefore === 0 ? 0 : Math.min(1000, 50 * 2 ** failuresBefore);
}
