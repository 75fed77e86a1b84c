import type { MutantResult } from '@stryker-mutator/api/core';

/** What became of the changes to a folder. */
export interface Result {
  /** A test failed. */
  readonly killed: number;
  /** The tests did not end. */
  readonly timedOut: number;
  /** All tests passed. */
  readonly survived: number;
  /** No test comes that way. */
  readonly uncovered: number;
  /** Switched off beside the code, with a reason. */
  readonly ignored: number;
  readonly seconds: number;
}

/** Counts what became of mutants that took so long. */
export function countResults(
  mutants: readonly Pick<MutantResult, 'status'>[],
  seconds: number,
): Result {
  const count = (status: MutantResult['status']) =>
    mutants.filter((mutant) => mutant.status === status).length;
  return {
    killed: count('Killed'),
    timedOut: count('Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    ignored: count('Ignored'),
    seconds: Math.round(seconds),
  };
}

/** A table of results by folder, with a line for all together. */
export function resultsTable(results: Readonly<Record<string, Result>>): string {
  const all = Object.values(results).reduce(add);
  return [
    '| Folder | Score | Changes | Noticed | Never ended | Survived | Not reached | Left out | Time |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...Object.entries(results).map(([name, result]) => row(`\`src/${name}/\``, result)),
    row('all', all),
  ].join('\n');
}

function row(name: string, result: Result): string {
  const { killed, timedOut, survived, uncovered, ignored, seconds } = result;
  const changes = killed + timedOut + survived + uncovered;
  const score = `${((100 * (killed + timedOut)) / changes).toFixed(1)} %`;
  const time = `${Math.ceil(seconds / 60)} min`;
  const cells = [name, score, changes, killed, timedOut, survived, uncovered, ignored, time];
  return `| ${cells.join(' | ')} |`;
}

function add(one: Result, other: Result): Result {
  return {
    killed: one.killed + other.killed,
    timedOut: one.timedOut + other.timedOut,
    survived: one.survived + other.survived,
    uncovered: one.uncovered + other.uncovered,
    ignored: one.ignored + other.ignored,
    seconds: one.seconds + other.seconds,
  };
}
