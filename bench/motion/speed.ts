// What a moving text costs, beside a picture and a floor that moves nothing:
//   npm run bench:motion-speed
// writes the section `motion` of docs/benchmarks.md. With --quick it only prints.

import { readFileSync, writeFileSync } from 'node:fs';
import { deriveSeed } from '../../src/base/secrets.ts';
import type { MediaJob } from '../../src/media/job.ts';
import { encodeApng } from '../../src/media/motion/apng.ts';
import { createDrawMotion, FRAME_MS, MOTION_SIZE } from '../../src/media/motion/draw.ts';
import { loadFonts } from '../../src/media/picture/glyphs.ts';
import { renderNow } from '../../src/media/render.ts';
import { type Contestant, createContestant } from '../drawing/contestant.ts';
import { type Cost, type Effort, measure } from '../drawing/measure.ts';
import { LEVELS } from '../support/jobs.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const FULL: Effort = {
  rounds: 15,
  mostMs: 60_000,
  turnMs: 100,
  warmUpMs: 500,
  epochs: 1,
  allocations: 64,
};
const QUICK: Effort = { ...FULL, rounds: 1, mostMs: 0, turnMs: 1, warmUpMs: 1, allocations: 2 };
const MOST = { cpuMs: 2, bytes: 60_000 } as const;

const isQuick = askedToBeQuick();

const seedOf = (index: number) => deriveSeed('speed', 'motion', String(index % 64));
const shared = { epochSeed: deriveSeed('speed', 'epoch') };

function contestant(name: string, job: (index: number) => MediaJob): Contestant {
  return createContestant(name, (index) => renderNow(job(index)).bytes);
}

const moving = LEVELS.map((level) =>
  contestant(`moving text, level ${level}`, (index) => ({
    kind: 'motion',
    text: 'KHTM',
    level,
    ...shared,
    seed: seedOf(index),
  })),
);
const picture = contestant('picture, level 2', (index) => ({
  kind: 'picture',
  text: 'KHTM',
  level: 2,
  ...shared,
  seed: seedOf(index),
  ...MOTION_SIZE,
}));
const kept = createDrawMotion(loadFonts())({
  kind: 'motion',
  text: 'KHTM',
  level: 2,
  ...shared,
  seed: seedOf(0),
});
const floor = createContestant('frames that are there, only packed', () =>
  encodeApng(kept.frames, kept.palette, FRAME_MS),
);

const all = [...moving, picture, floor];
const { rounds, costs } = await measure(all, isQuick ? QUICK : FULL);
const costOf = (of: Contestant) => costs.get(of) as Cost;
const rows = all.map((each) => {
  const { cpuMs, bytes, allocatedBytes = 0 } = costOf(each);
  return [
    each.name,
    `${cpuMs.toFixed(2)} ms`,
    `${(cpuMs / costOf(floor).cpuMs).toFixed(1)}`,
    Math.round(bytes).toLocaleString('en'),
    `${Math.round(allocatedBytes / 1024).toLocaleString('en')} KiB`,
  ];
});
const dearest = Math.max(...moving.map((each) => costOf(each).cpuMs));
const largest = Math.max(...moving.map((each) => costOf(each).bytes));
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const section = [
  describeRun('npm run bench:motion-speed'),
  '',
  line(['What', 'Processor time', 'In floors', 'Bytes', 'Allocated']),
  line(['---', '---', '---', '---', '---']),
  ...rows.map(line),
  '',
  `${MOTION_SIZE.widthPx} × ${MOTION_SIZE.heightPx} px, 4 characters, ${kept.frames.length} frames; one after the other on one core, the`,
  `median of ${rounds} rounds in which all take turns. The limits that were set beforehand are ${MOST.cpuMs} ms and`,
  `${MOST.bytes.toLocaleString('en')} bytes: the dearest level takes ${Math.round((100 * dearest) / MOST.cpuMs)} % of the one, and the largest file ${Math.round((100 * largest) / MOST.bytes)} % of the other.`,
].join('\n');

process.stdout.write(`${section}\n`);
if (!isQuick) {
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'motion', section));
}
