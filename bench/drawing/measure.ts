import { getHeapStatistics } from 'node:v8';
import type { Contestant } from './contestant.ts';

/** How long a measurement takes. */
export interface Effort {
  /** Everybody has a turn in each of them. */
  readonly rounds: number;
  /** No round starts later than this after the first, but three there are. */
  readonly mostMs: number;
  /** Processor time of a turn. */
  readonly turnMs: number;
  /** Processor time before the first round, for the compiler. */
  readonly warmUpMs: number;
  /** New epochs in a turn of those who know epochs. */
  readonly epochs: number;
  /** Pictures made for what they allocate. */
  readonly allocations: number;
}

/** What a picture of a contestant costs. */
export interface Cost {
  /** Processor time: the median of the rounds. */
  readonly cpuMs: number;
  /** Mean size of a file. */
  readonly bytes: number;
  /** The heap of JavaScript and buffers outside of it; undefined for another process. */
  readonly allocatedBytes?: number;
  /** Processor time that the first picture of an epoch takes longer: the median of the rounds. */
  readonly newEpochMs?: number;
}

/** What was measured. */
export interface Measurement {
  /** How many rounds there were time for. */
  readonly rounds: number;
  readonly costs: ReadonlyMap<Contestant, Cost>;
}

/** One value a round, each for one picture. */
interface Samples {
  readonly cpuMs: number[];
  readonly bytes: number[];
  readonly newEpochMs: number[];
}

const LEAST_ROUNDS = 3;
// Far enough that the order changes in each of few rounds.
const STRIDE = 7;

/**
 * Measures everybody in turns, so that a slow minute of the machine is everybody's slow minute. Each
 * round starts with another contestant: nobody always follows the same one's garbage.
 */
export async function measure(
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<Measurement> {
  const turns = new Map<Contestant, number>();
  for (const contestant of contestants) turns.set(contestant, await warmUp(contestant, effort));

  const samples = new Map<Contestant, Samples>(
    contestants.map((contestant) => [contestant, { cpuMs: [], bytes: [], newEpochMs: [] }]),
  );
  const startMs = performance.now();
  let rounds = 0;
  while (
    rounds < effort.rounds &&
    (rounds < LEAST_ROUNDS || performance.now() - startMs < effort.mostMs)
  ) {
    const first = (rounds++ * STRIDE) % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const sample = samples.get(contestant) as Samples;
      const count = turns.get(contestant) as number;
      // Prepares the epoch, which is measured apart.
      await contestant.run(1);
      const batch = await contestant.run(count);
      const cpuMs = batch.cpuMs / count;
      sample.cpuMs.push(cpuMs);
      sample.bytes.push(batch.bytes / count);
      if (contestant.open) {
        sample.newEpochMs.push(contestant.open(effort.epochs).cpuMs / effort.epochs - cpuMs);
      }
    }
  }

  const costs = new Map(
    contestants.map((contestant) => {
      const { cpuMs, bytes, newEpochMs } = samples.get(contestant) as Samples;
      const { make } = contestant;
      const cost: Cost = {
        cpuMs: median(cpuMs),
        bytes: bytes.reduce((sum, mean) => sum + mean, 0) / bytes.length,
        ...(make && { allocatedBytes: allocatedBytes(make, effort.allocations) }),
        ...(newEpochMs.length > 0 && { newEpochMs: Math.max(0, median(newEpochMs)) }),
      };
      return [contestant, cost] as const;
    }),
  );
  return { rounds, costs };
}

/** Runs until the code is compiled, and says how many pictures fill a turn. */
async function warmUp(contestant: Contestant, { warmUpMs, turnMs }: Effort): Promise<number> {
  let spentMs = 0;
  let count = 1;
  for (;;) {
    const { cpuMs } = await contestant.run(count);
    spentMs += cpuMs;
    const perPictureMs = Math.max(cpuMs / count, 0.001);
    if (spentMs >= warmUpMs) return Math.max(1, Math.round(turnMs / perPictureMs));
    count = Math.ceil(Math.min(2 * count, (warmUpMs - spentMs) / perPictureMs + 1));
  }
}

/**
 * Mean bytes on the heap, which V8 counts, and the median of the bytes in buffers, which only shows
 * between two collections: a picture during which one happens counts as less than it is.
 */
function allocatedBytes(make: (index: number) => Uint8Array, count: number): number {
  const buffers: number[] = [];
  make(0);
  for (let made = 0; made < count; made++) {
    const before = process.memoryUsage().arrayBuffers;
    make(made);
    buffers.push(process.memoryUsage().arrayBuffers - before);
  }
  const before = getHeapStatistics().total_allocated_bytes;
  for (let made = 0; made < count; made++) make(made);
  return (
    (getHeapStatistics().total_allocated_bytes - before) / count + Math.max(0, median(buffers))
  );
}

/** The middle value, or the mean of the middle two. Throws a RangeError if there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError('no values have no median');
  return (low + high) / 2;
}
