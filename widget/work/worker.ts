// Runs in a worker of its own: see `solve.ts`, which puts the text of this script there.
import type { Puzzle } from './search.ts';
import { startSearch } from './start.ts';

/** What the worker says: how far it is, and at last the solution. */
export type Message = { readonly fraction: number } | { readonly solution: string };

const PROGRESS_INTERVAL_MS = 50;

const tell = (message: Message): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<Puzzle>) => {
  // At once, so that whoever waits knows that the page's policy lets this worker run.
  tell({ fraction: 0 });
  const search = startSearch(data);
  let told = performance.now();
  for (;;) {
    const solution = search.step();
    if (solution !== undefined) return tell({ solution });
    if (performance.now() - told < PROGRESS_INTERVAL_MS) continue;
    tell({ fraction: search.fraction });
    told = performance.now();
  }
});
