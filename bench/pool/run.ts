// How jobs get into a thread and pictures out of it, in our pool and in two libraries:
//   npm run bench:pool
// writes the section `pool` of docs/benchmarks.md.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Media, MediaJob } from '../../src/media/job.ts';
import { createPool } from '../../src/media/pool.ts';
import { describeRun } from '../support/machine.ts';
import { replaceSection } from '../support/section.ts';
import { newJob } from './job.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const AT_ONCE = [1, 16, 256];
const ROUNDS = 5;
const JOBS = 4000;
const MAX_QUEUED = 1000;

interface Contestant {
  readonly name: string;
  readonly draw: (job: MediaJob) => Promise<Media>;
  readonly close: () => Promise<void>;
}

/** The part of both libraries that is called. */
type Library = new (
  options: Readonly<Record<string, unknown>>,
) => {
  run(job: MediaJob, options: { name: string }): Promise<Media>;
  destroy(): Promise<void>;
};

interface Cost {
  readonly wallUs: number;
  readonly mainCpuUs: number;
}

const contestants = [
  createOurs(),
  await createTheirs('piscina', 'Piscina'),
  await createTheirs('tinypool', 'Tinypool'),
];
const costs = new Map<string, Cost[]>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const atOnce of AT_ONCE) {
    for (const { name, draw } of contestants) {
      const cost = await measure(draw, atOnce);
      // The first round is for the compilers.
      if (round > 0)
        costs.set(`${name} ${atOnce}`, [...(costs.get(`${name} ${atOnce}`) ?? []), cost]);
    }
  }
}
for (const { close } of contestants) await close();

const section = [
  describeRun('npm run bench:pool'),
  '',
  '| Pool | Jobs at once | Time for each, µs | CPU of the calling thread for each, µs |',
  '| --- | --: | --: | --: |',
  ...AT_ONCE.flatMap((atOnce) =>
    contestants.map(({ name }) => {
      const of = costs.get(`${name} ${atOnce}`) ?? [];
      const [wall, cpu] = [of.map(({ wallUs }) => wallUs), of.map(({ mainCpuUs }) => mainCpuUs)];
      return `| ${name} | ${atOnce} | ${median(wall).toFixed(0)} | ${median(cpu).toFixed(0)} |`;
    }),
  ),
  '',
  'One thread, jobs of 30 µs that answer 2,600 bytes; the median of five rounds in turns.',
].join('\n');
process.stdout.write(`${section}\n`);
writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'pool', section));

function createOurs(): Contestant {
  const pool = createPool({
    workerUrl: new URL('thread.ts', import.meta.url),
    threads: 1,
    maxQueued: MAX_QUEUED,
    timeoutMs: 10_000,
    maxHeapMb: 64,
    onThreadLost: ({ reason }) => {
      throw new Error(reason);
    },
  });
  return { name: 'src/media/pool.ts', draw: pool.render, close: pool.close };
}

async function createTheirs(name: string, exported: string): Promise<Contestant> {
  const libraries: Readonly<Record<string, Library>> = await import(name);
  const pool = new (libraries[exported] as Library)({
    filename: new URL('task.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    maxQueue: MAX_QUEUED,
  });
  return { name, draw: (job) => pool.run(job, { name: 'draw' }), close: () => pool.destroy() };
}

async function measure(draw: Contestant['draw'], atOnce: number): Promise<Cost> {
  let left = JOBS;
  const cpu = process.threadCpuUsage();
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await draw(newJob());
    }),
  );
  const wallMs = performance.now() - startMs;
  const { user, system } = process.threadCpuUsage(cpu);
  return { wallUs: (wallMs * 1000) / JOBS, mainCpuUs: (user + system) / JOBS };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
