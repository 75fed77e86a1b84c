import { readFileSync } from 'node:fs';
import { createWork } from '../../src/challenge/work/puzzles.ts';
import type { Level } from '../../src/media/job.ts';
import { describeKind } from './kind-contract.ts';

const strength = readFileSync(new URL('../../docs/strength.md', import.meta.url), 'utf8');

/** Attempts that one pass takes whoever does best in the first row with this name. */
function attempts(row: string): number {
  const line = strength.split('\n').find((text) => text.startsWith(`| ${row} |`)) ?? '';
  const rates = [...line.matchAll(/\| ([\d.]+) % \(/g)].map(([, rate]) => Number(rate) / 100);
  return 1 / Math.max(...rates);
}

const hashes = (level: Level) => {
  const { range, targets } = createWork().puzzle(level, new Uint8Array(32));
  return range * targets.length;
};

describeKind({ kind: 'picture', cost: (level) => attempts(`served, level ${level}`) });
describeKind({ kind: 'sound', cost: (level) => level });
describeKind({ kind: 'work', cost: hashes });
