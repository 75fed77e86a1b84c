import { readFileSync } from 'node:fs';
import { createWork } from '../../src/challenge/work/puzzles.ts';
import type { Level } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { describeKind } from './kind-contract.ts';

const strength = readFileSync(new URL('../../docs/strength.md', import.meta.url), 'utf8');

/** Attempts that one pass takes whoever does best in the first row with this name. */
function attempts(row: string): number {
  const line = strength.split('\n').find((text) => text.startsWith(`| ${row} |`)) ?? '';
  const rates = [...line.matchAll(/\| ([\d.]+) % \(/g)].map(([, rate]) => Number(rate) / 100);
  return 1 / Math.max(...rates);
}

const work = createWork(async (job) => renderNow(job));
const puzzles = await Promise.all(
  ([1, 2, 3] as const).map((n) => work.puzzle(n, new Uint8Array(32))),
);

const hashes = (level: Level) => {
  const { range = 0, targets = [] } = puzzles[level - 1] ?? {};
  return range * targets.length;
};

describeKind({ kind: 'picture', cost: (level) => attempts(`served, level ${level}`) });
describeKind({ kind: 'motion', cost: (level) => level });
describeKind({ kind: 'sound', cost: (level) => level });
describeKind({ kind: 'work', cost: hashes });
