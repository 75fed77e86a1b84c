/** How long a measurement takes. */
export interface Effort {
  readonly rounds: number;
  /** Processor time of a round. */
  readonly roundMs: number;
}

/** One call of what is measured, which may do several units of it. */
export type Run = (call: number) => unknown;

/**
 * Milliseconds of processor time that a call takes: in the fastest of the rounds, because whatever
 * else this machine does only makes one slower. Threads that compile or collect garbage count.
 */
export async function cpuMsPerCall(run: Run, { rounds, roundMs }: Effort): Promise<number> {
  let calls = 1;
  let least = Number.POSITIVE_INFINITY;
  // The first rounds look for how many calls there are to a round, and warm up.
  for (let round = 0; round < rounds; ) {
    const before = cpuMs();
    for (let call = 0; call < calls; call++) await run(call);
    const tookMs = cpuMs() - before;
    if (tookMs < roundMs / 2) {
      calls *= 2;
      continue;
    }
    least = Math.min(least, tookMs / calls);
    round += 1;
  }
  return least;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
