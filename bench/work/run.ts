// What proofs of work cost a phone, an attacker and the service:
//   npm run bench:work
// writes the section `work` of docs/strength.md. With --quick it takes a few seconds, its figures mean
// little, and it only prints them.

import { readFileSync, writeFileSync } from 'node:fs';
import { createKeys } from '../../src/base/keys.ts';
import { createSealedChallenges } from '../../src/challenge/sealed.ts';
import { createWork } from '../../src/challenge/work/puzzles.ts';
import { renderNow } from '../../src/media/render.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';
import { measureBrowser } from './browser.ts';
import { createContestants } from './contestants.ts';
import { cpuMsPerCall, type Effort } from './measure.ts';
import { formatSection, type Row } from './report.ts';

const PAGE = new URL('../../docs/strength.md', import.meta.url);
const FULL: Effort = { rounds: 20, roundMs: 30 };
const QUICK: Effort = { rounds: 1, roundMs: 2 };

const isQuick = askedToBeQuick();
const effort = isQuick ? QUICK : FULL;

const rows: Row[] = [];
for (const { name, browser, fallback, native, published } of await createContestants()) {
  rows.push({
    name,
    by: browser.by,
    browserMs: (await cpuMsPerCall(browser.run, effort)) / browser.units,
    ...(fallback && { fallbackMs: (await cpuMsPerCall(fallback.run, effort)) / fallback.units }),
    ...(native && { nativeMs: (await cpuMsPerCall(native.run, effort)) / native.units }),
    ...(published && { published }),
  });
}

const work = createWork(async (job) => renderNow(job));
const seed = new Uint8Array(32);
const sealed = createSealedChallenges({ keys: createKeys('k'.repeat(32)), nowMs: () => 0 });
const text = sealed.seal({ nonce: 'n'.repeat(36), sitekey: 's'.repeat(20), level: 1 }, 1);
const ways = await measureBrowser(isQuick ? 1 : 8);
const section = formatSection(describeRun('npm run bench:work'), rows, {
  mostHashes: await Promise.all(
    ([1, 2, 3] as const).map(async (level) => {
      const { range, targets } = await work.puzzle(level, seed);
      return range * targets.length;
    }),
  ),
  setMs: await cpuMsPerCall(() => work.puzzle(1, seed), effort),
  verifyMs: await cpuMsPerCall(() => work.verify(1, seed, '1.2.3.4'), effort),
  openMs: await cpuMsPerCall(() => sealed.open(text), effort),
  ways: ways.map(({ way, startMs, msPerHash }) => ({ name: way.name, startMs, msPerHash })),
});

process.stdout.write(`${section}\n`);
if (!isQuick) writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'work', section));
