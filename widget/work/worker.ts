// Runs in a worker of its own: see `solve.ts`, which puts the text of this script there.
import type { Puzzle } from './search.ts';
import { solveInSlices } from './slices.ts';

/** What the worker says: how far it is, and at last the solution, if there is one. */
export type Message = { readonly fraction: number } | { readonly solution: string | undefined };

/** Between slices the browser can end the worker; a busy one goes on for seconds in Chromium. */
const SLICE_MS = 50;

const tell = (message: Message): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<Puzzle>) => {
  // At once, so that whoever waits knows that the page's policy lets this worker run.
  tell({ fraction: 0 });
  solveInSlices(data, SLICE_MS, (fraction) => tell({ fraction })).then(
    (solution) => tell({ solution }),
    () => tell({ solution: undefined }),
  );
});
