// How long the service takes from its start until it is ready: `npm run bench:start`. Writes its sections of
// docs/benchmarks.md and README.md; `-- --runs N --page false` measures N starts a row and writes nothing.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeRun } from '../support/machine.ts';
import { parseNatural, parseOneOf } from '../support/options.ts';
import { replaceSection } from '../support/section.ts';
import { measureStart, type Start } from './measure.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const README = new URL('../../README.md', import.meta.url);

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    page: { type: 'string', default: 'true' },
  },
});
const runs = Math.max(1, parseNatural('--runs', values.runs));
const writesPage = parseOneOf('--page', values.page, ['true', 'false']) === 'true';

const cache = mkdtempSync(join(tmpdir(), 'inkblot-start-'));
const ROWS = [
  ['with compiled code kept from the start before', { NODE_COMPILE_CACHE: cache }],
  [
    'without: the first start, or a folder that cannot be written',
    { NODE_DISABLE_COMPILE_CACHE: '1' },
  ],
] as const;

const rows: string[] = [];
const medians: number[] = [];
for (const [name, env] of ROWS) {
  // Not counted: it fills the cache, and reads the files from the disk.
  await measureStart(env);
  const starts: Start[] = [];
  for (let n = 0; n < runs; n++) starts.push(await measureStart(env));
  const listens = starts.map(({ listensMs }) => listensMs).sort((a, b) => a - b);
  const ready = starts.map(({ readyMs }) => readyMs).sort((a, b) => a - b);
  const cells = [listens[runs >> 1], ready[0], ready[runs >> 1], ready.at(-1)];
  medians.push(ready[runs >> 1] as number);
  rows.push(`| ${name} | ${cells.map((ms) => `${ms?.toFixed(0)} ms`).join(' | ')} |`);
}
rmSync(cache, { recursive: true, force: true });

const section = [
  '| | listens, median | ready, best | ready, median | ready, worst |',
  '|---|---|---|---|---|',
  ...rows,
  '',
  `From the start of the process until \`/readyz\` is 200, ${runs} starts a row, memory store. ${describeRun('npm run bench:start')}`,
].join('\n');
process.stdout.write(`${section}\n`);

const [kept = 0, first = 0] = medians;
const line = `It is ready ${kept.toFixed(0)} ms after its start, ${first.toFixed(0)} ms after its first one
([measured](docs/benchmarks.md#start)).`;
if (writesPage) {
  for (const [page, text] of [
    [PAGE, section],
    [README, line],
  ] as const) {
    writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), 'start', text));
  }
}
