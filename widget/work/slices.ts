import { type Blowfish, createBlowfish } from './blowfish.ts';
import { createSearch, type Puzzle } from './search.ts';
import { createWasmBlowfish } from './wasm.ts';

/**
 * Solves a puzzle, as fast as the page's policy allows, in slices of `sliceMs` between what else
 * happens in its thread, and tells after each how far it is. Rejects when it is aborted.
 */
export async function solveInSlices(
  puzzle: Puzzle,
  sliceMs: number,
  progress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const search = createSearch(puzzle, fastestBlowfish());
  for (;;) {
    await nextTask();
    signal?.throwIfAborted();
    const end = performance.now() + sliceMs;
    while (performance.now() < end) {
      const solution = search.step();
      if (solution !== undefined) return solution;
    }
    progress(search.fraction);
  }
}

function fastestBlowfish(): Blowfish {
  try {
    return createWasmBlowfish();
  } catch {
    return createBlowfish();
  }
}

/** Lets happen what waits. Unlike a timer, a message is not held back for 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
