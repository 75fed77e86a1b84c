import { readFileSync } from 'node:fs';
import { createWork } from '../../src/challenge/work/puzzles.ts';
import type { Level } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { describeKind } from './kind-contract.ts';

const strength = readFileSync(new URL('../../docs/strength.md', import.meta.url), 'utf8');

/** The part of the page between two marks, or all of it. */
function section(name: string): string {
  return strength.split(`<!-- ${name}:begin -->`)[1]?.split(`<!-- ${name}:end -->`)[0] ?? '';
}

/** Attempts that one pass takes whoever does best among these lines, by one rate a column. */
function attempts(lines: readonly string[], column?: number): number {
  const rates = lines.flatMap((line) => {
    const cells = line.split('|').map((cell) => Number(/^ ([\d.]+) % \(/.exec(cell)?.[1]));
    return (column === undefined ? cells : [cells[column]]).filter((rate) => rate !== undefined);
  });
  const measured = rates.filter((rate) => !Number.isNaN(rate));
  if (measured.length === 0) throw new Error('the page has no rates');
  return 100 / Math.max(...measured);
}

const rowsOf = (text: string, first: string) =>
  text.split('\n').filter((line) => line.startsWith(first));

/** The rows of the table with this heading in its first row. */
function table(text: string, heading: string): string[] {
  return (text.split(heading)[1]?.split('\n\n')[0] ?? '').split('\n');
}

const motion = table(section('motion'), '| Attack | Level 1 |');
const sound = table(section('sound'), '| Attack | Nothing done to it |');

const work = createWork(async (job) => renderNow(job));
const puzzles = await Promise.all(
  ([1, 2, 3] as const).map((n) => work.puzzle(n, new Uint8Array(32))),
);

const hashes = (level: Level) => {
  const { range = 0, targets = [] } = puzzles[level - 1] ?? {};
  return range * targets.length;
};

describeKind({
  kind: 'picture',
  cost: (level) => attempts(rowsOf(strength, `| served, level ${level} |`).slice(0, 1)),
});
describeKind({ kind: 'motion', cost: (level) => attempts(motion, level + 1) });
describeKind({ kind: 'sound', cost: (level) => attempts(sound, level + 2) });
describeKind({ kind: 'work', cost: hashes });
