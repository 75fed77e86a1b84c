import { expect, it } from 'vitest';
import { countResults, resultsTable } from './results.ts';

const mutants = (['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'] as const).map(
  (status) => ({ status }),
);

it('the score is the share of changes that tests notice, of all that are not left out', () => {
  const store = countResults(mutants, 59.6);
  const abuse = { ...countResults([], 30), killed: 15 };
  expect(resultsTable({ store, abuse })).toBe(
    [
      '| Folder | Score | Changes | Noticed | Never ended | Survived | Not reached | Left out | Time |',
      '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
      '| `src/store/` | 60.0 % | 5 | 2 | 1 | 1 | 1 | 1 | 1 min |',
      '| `src/abuse/` | 100.0 % | 15 | 15 | 0 | 0 | 0 | 0 | 1 min |',
      '| all | 90.0 % | 20 | 17 | 1 | 1 | 1 | 1 | 2 min |',
    ].join('\n'),
  );
});
