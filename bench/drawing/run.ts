// Pictures per second beside two other programs and beside a floor that draws nothing:
//   npm run bench:drawing
// writes the section `drawing` of docs/benchmarks.md. With --quick it takes a few seconds, its figures
// mean little, and it only prints them.

import { readFileSync, writeFileSync } from 'node:fs';
import { renderNow } from '../../src/media/render.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';
import type { Contestant } from './contestant.ts';
import { createEncodings, createFloor } from './floor.ts';
import { createSubjects } from './inkblot.ts';
import { type Cost, type Effort, measure } from './measure.ts';
import { loadSvgCaptcha, startLepture } from './peers.ts';
import { formatSection, type Row } from './table.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);

// About 30 contestants in 15 rounds of 60 ms are half a minute, and as much again for warm-up, new
// epochs and a machine that has other work, too. Two minutes are the most.
const FULL: Effort = {
  rounds: 15,
  mostMs: 80_000,
  turnMs: 60,
  warmUpMs: 200,
  epochs: 8,
  allocations: 256,
};
const QUICK: Effort = {
  rounds: 1,
  mostMs: 0,
  turnMs: 1,
  warmUpMs: 1,
  epochs: 1,
  allocations: 2,
};
/** Of each style and level: so many pictures go through the encoders. */
const ENCODED = 8;

const isQuick = askedToBeQuick();
const effort = isQuick ? QUICK : FULL;

const subjects = createSubjects();
const files = subjects.flatMap(({ jobs }) =>
  jobs.slice(0, ENCODED).map((job) => renderNow(job).bytes),
);
const floor = createFloor(files);
const encodings = createEncodings(files);
const peers = [await loadSvgCaptcha(), await startLepture()];

const { rounds, costs } = await measure(
  [
    ...peers.flatMap(({ contestant }) => (contestant ? [contestant] : [])),
    ...subjects.map(({ contestant }) => contestant),
    floor,
    ...encodings,
  ],
  effort,
);
for (const peer of peers) peer.close();

const rowOf = (contestant: Contestant, name = contestant.name, level = ''): Row => ({
  name,
  level,
  cost: costs.get(contestant) as Cost,
});
const section = formatSection({
  run: describeRun('npm run bench:drawing'),
  rounds,
  subjects: subjects.map(({ contestant, style, level }) => rowOf(contestant, style, String(level))),
  floor: rowOf(floor),
  encodings: encodings.map((encoding) => rowOf(encoding)),
  peers: peers.map((peer) => ({
    peer,
    ...(peer.contestant && { row: rowOf(peer.contestant) }),
  })),
});

process.stdout.write(`${section}\n`);
if (!isQuick) writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'drawing', section));
