/** What some pictures cost together. */
export interface Batch {
  /** Processor time of the whole process, garbage collection and compilation included. */
  readonly cpuMs: number;
  /** The sizes of the files. */
  readonly bytes: number;
}

/** Something that makes pictures. */
export interface Contestant {
  /** What the table calls it. */
  readonly name: string;
  /** Makes `count` pictures. */
  run(count: number): Batch | Promise<Batch>;
  /** Makes one picture in this process, for what it allocates; a program of its own has none. */
  readonly make?: (index: number) => Uint8Array;
  /** Makes the first picture of `count` new epochs; only pictures that know epochs have it. */
  readonly open?: (count: number) => Batch;
}

/** A contestant of this process: `make` gives the picture with this number, counted from 0. */
export function createContestant(name: string, make: (index: number) => Uint8Array): Contestant {
  let next = 0;
  return { name, make, run: (count) => timeBatch(count, () => make(next++)) };
}

/**
 * Times `count` calls. Processor time, not the clock: on a machine that does something else as well,
 * the clock measures the neighbours.
 */
export function timeBatch(count: number, make: () => Uint8Array): Batch {
  let bytes = 0;
  const before = process.cpuUsage();
  for (let made = 0; made < count; made++) bytes += make().length;
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, bytes };
}
