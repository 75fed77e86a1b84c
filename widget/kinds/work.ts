import type { Challenge } from '../api/client.ts';
import type { loadLazy } from '../lazy.ts';
import type { Source } from '../session/host.ts';

/** The work of the challenge that is there. */
export interface Work {
  /** Begins with that of another challenge. */
  begin(challenge: Challenge, source: Source): void;
  /** What it has brought, once it is done. Begins anew if it has failed; rejects if it fails again. */
  proof(): Promise<string | undefined>;
}

/** Does work beside what people do. `worked` is told how much of it is done, from 0 to 1. */
export function createWork(load: typeof loadLazy, worked: (fraction: number) => void): Work {
  let run = async (): Promise<string | undefined> => undefined;
  let running: Promise<string | undefined> | undefined;

  function proof(): Promise<string | undefined> {
    const own = running ?? run();
    running = own;
    own.catch(() => {
      if (running === own) running = undefined;
    });
    return own;
  }

  return {
    begin({ work }, { base, signal }) {
      running = undefined;
      run = async () => {
        if (!work) return undefined;
        worked(0);
        const { solveWork } = await load('work', base);
        const onProgress = (fraction: number) => {
          if (!signal.aborted) worked(fraction);
        };
        const solution = await solveWork(work, { signal, onProgress });
        onProgress(1);
        return solution;
      };
      // Who awaits it later hears of its failure.
      proof().catch(() => {});
    },
    proof,
  };
}
