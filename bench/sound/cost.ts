// What a sound costs, in processor time and bytes, at each level:
//   npm run bench:sound-cost
// writes the section `sound` of docs/benchmarks.md. With --quick its figures mean little, and it only
// prints them.

import { readFileSync, writeFileSync } from 'node:fs';
import { deriveSeed } from '../../src/base/secrets.ts';
import type { Level, SoundJob } from '../../src/media/job.ts';
import { createRenderNow, renderNow } from '../../src/media/render.ts';
import { median } from '../drawing/measure.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const LEVELS: readonly Level[] = [1, 2, 3];

const isQuick = askedToBeQuick();
const [rounds, perRound, warmUp] = isQuick ? [1, 1, 1] : [15, 12, 60];

const job = (level: Level, n: number): SoundJob => ({
  kind: 'sound',
  digits: String(100_000 + ((n * 271_829) % 900_000)),
  language: 'en',
  level,
  seed: deriveSeed('bench', 'sound', String(n)),
});

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const firstMs = cpuMs(() => createRenderNow({})(job(1, 0)));
for (const level of LEVELS) for (let n = 0; n < warmUp; n++) renderNow(job(level, n));

const costs = LEVELS.map((level) => ({ level, ms: [] as number[], bytes: 0 }));
for (let round = 0; round < rounds; round++) {
  // In turns, so that a slow minute of the machine is everybody's.
  for (const cost of costs) {
    const spent = cpuMs(() => {
      for (let n = 0; n < perRound; n++) {
        cost.bytes += renderNow(job(cost.level, round * perRound + n)).bytes.length;
      }
    });
    cost.ms.push(spent / perRound);
  }
}

const rows = costs.map(({ level, ms, bytes }) => {
  const each = bytes / rounds / perRound;
  const seconds = (each / 16_000).toFixed(1);
  return `| ${level} | ${median(ms).toFixed(1)} | ${Math.min(...ms).toFixed(1)} | ${Math.round(each / 1000)} | ${seconds} |`;
});
const section = `${describeRun('npm run bench:sound-cost')} Six English digits by seven voices, as a WAV file, in one thread
that is warm. The first sound of a thread reads and decodes its voices and takes ${Math.round(firstMs)} ms.

| Level | CPU ms, median | fastest round | kB | Seconds of sound |
|---|---|---|---|---|
${rows.join('\n')}
`;
process.stdout.write(`${section}\n`);
if (!isQuick) {
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'sound', section));
}
