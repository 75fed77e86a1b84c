// Mutation testing: changes the code of a folder in one place at a time, and looks whether its tests
// notice. `npm run test:mutation -- [--anew] [--record] [folder…]`. Only what has changed since the last
// run is tried, or everything `--anew`; with `--record` the page about tests gets the figures.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { replaceSection } from '../../bench/support/section.ts';
import { FOLDER_VARIABLE, FOLDERS, type Folder } from './folders.ts';
import { countResults, type Result, resultsTable } from './results.ts';

const PAGE = new URL('../../docs/testing.md', import.meta.url);
/** The latest figures of every folder, so that one can be measured without the others. */
const RESULTS = new URL('results.json', import.meta.url);

async function tryMutants(folder: Folder, anew: boolean): Promise<Result> {
  process.env[FOLDER_VARIABLE] = folder;
  const startMs = performance.now();
  const mutants = await new Stryker({
    configFile: 'test/mutation/stryker.config.ts',
    mutate: [`src/${folder}/**/*.ts`, '!**/*.d.ts'],
    incrementalFile: `coverage/mutation/${folder}.json`,
    // Of each run its own: it is removed in the end.
    tempDirName: `coverage/mutation/${folder}`,
    force: anew,
  }).runMutationTest();
  const seconds = (performance.now() - startMs) / 1000;
  return countResults(mutants, addUp(`coverage/mutation/${folder}.seconds`, seconds, anew));
}

/** What the results have taken: the last run of everything, and what was tried again since. */
function addUp(path: string, seconds: number, anew: boolean): number {
  const before = !anew && existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  writeFileSync(path, String(before + seconds));
  return before + seconds;
}

function record(folder: Folder, result: Result): void {
  const before = JSON.parse(readFileSync(RESULTS, 'utf8')) as Record<string, Result>;
  const latest = { ...before, [folder]: result };
  writeFileSync(RESULTS, `${JSON.stringify(latest, null, 2)}\n`);
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, replaceSection(page, 'mutation', resultsTable(latest)));
}

const { values, positionals } = parseArgs({
  options: {
    anew: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const folders = (positionals.length > 0 ? positionals : Object.keys(FOLDERS)) as Folder[];
const unknown = folders.filter((name) => !Object.hasOwn(FOLDERS, name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: only ${Object.keys(FOLDERS).join(', ')} can be mutated`);
  process.exit(2);
}
for (const folder of folders) {
  // A score below the threshold makes the exit code 1.
  const result = await tryMutants(folder, values.anew);
  if (values.record) record(folder, result);
}
