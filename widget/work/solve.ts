import type { Puzzle } from './search.ts';
import { solveInSlices } from './slices.ts';
import type { Message } from './worker.ts';

export type { Puzzle } from './search.ts';

/** How to be told, and how to stop. */
export interface SolveOptions {
  /** How much is done, from 0 to 1; never falls, and ends with 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Stops at once; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** The build puts it here: the text of `worker.ts`, with all it imports. */
declare const WORKER_SCRIPT: string;

/** A worker that a policy silenced says nothing, not even that it starts. */
const START_TIMEOUT_MS = 3_000;

/** A frame has 16 ms: what is left is for the page, and for whoever types in it. */
const SLICE_MS = 8;

/**
 * Solves a puzzle in a worker or, where the page's policy forbids those, in slices between what else
 * the page does. Needs no secure context. Rejects if it is aborted, and with an Error for a puzzle of
 * another kind.
 */
export async function solveWork(puzzle: Puzzle, options: SolveOptions = {}): Promise<string> {
  const { onProgress = () => {}, signal } = options;
  signal?.throwIfAborted();
  let best = 0;
  const progress = (fraction: number) => {
    if (fraction <= best) return;
    best = fraction;
    onProgress(fraction);
  };
  const solution =
    (await solveInWorker(puzzle, progress, signal)) ??
    (await solveInSlices(puzzle, SLICE_MS, progress, signal));
  progress(1);
  return solution;
}

/** Undefined where no worker may run, or where one fails. Rejects if it is aborted. */
async function solveInWorker(
  puzzle: Puzzle,
  progress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  // A worker must come from the page's own origin, which the service is not.
  const url = URL.createObjectURL(new Blob([WORKER_SCRIPT], { type: 'text/javascript' }));
  const ended = new AbortController();
  let worker: Worker | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, START_TIMEOUT_MS);
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal });
      // Some browsers throw here what others report as an error of the worker.
      worker = new Worker(url);
      worker.addEventListener('error', () => resolve(undefined));
      worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        clearTimeout(timer);
        if ('solution' in data) resolve(data.solution);
        else progress(data.fraction);
      });
      worker.postMessage(puzzle);
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  } finally {
    ended.abort();
    worker?.terminate();
    URL.revokeObjectURL(url);
  }
}
