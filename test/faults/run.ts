// Breaks things on purpose, one after the other, and writes what was seen: `npm run test:faults`. With
// `-- --only TEXT` those whose name contains the text; `--write true` writes docs/reliability.md, of some
// faults their rows alone.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeRun } from '../../bench/support/machine.ts';
import { replaceSection } from '../../bench/support/section.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { clientFaults } from './causes/clients.ts';
import { processFaults } from './causes/process.ts';
import { storeFaults } from './causes/store.ts';
import { surroundingFaults } from './causes/surroundings.ts';
import { replaceRows, toMarkdown } from './support/table.ts';
import { endure, type Report } from './support/world.ts';

const PAGE = new URL('../../docs/reliability.md', import.meta.url);

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'string', default: 'false' } },
});
if (!SERVER) throw new Error('redis-server or valkey-server is needed');

const startMs = performance.now();
const faults = [...storeFaults, ...processFaults, ...clientFaults, ...surroundingFaults];
const reports: Report[] = [];
for (const fault of faults.filter(({ name }) => name.includes(values.only))) {
  const report = await endure(fault);
  reports.push(report);
  const { requests, outageMs, recoveryMs, slowestMs, broken, statuses } = report;
  const ms = (value: number) => `${Math.round(value)} ms`;
  process.stdout.write(
    `${broken.length === 0 ? 'ok    ' : 'BROKEN'} ${fault.name}: ${requests} requests, out of service ${ms(outageMs)}, ` +
      `recovered after ${ms(recoveryMs)}, slowest answer ${ms(slowestMs)} ${JSON.stringify(statuses)}\n` +
      broken.map((what) => `         ${what}\n`).join(''),
  );
}
const seconds = Math.round((performance.now() - startMs) / 1000);
process.stdout.write(`${reports.length} faults in ${seconds} s\n`);
if (values.write === 'true') {
  const page = readFileSync(PAGE, 'utf8');
  const text = `${describeRun('npm run test:faults -- --write true')}\n\n${toMarkdown(reports)}`;
  writeFileSync(
    PAGE,
    values.only === '' ? replaceSection(page, 'faults', text) : replaceRows(page, reports),
  );
}
process.exit(reports.some(({ broken }) => broken.length > 0) ? 1 : 0);
