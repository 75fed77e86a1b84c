// What the ladder costs an attacker for each account, and people in seconds:
//   npm run bench:ladder
// prints the tables; with --page true it writes docs/difficulty.md and its plots. Every number can be
// set: --help lists them. The difficulty is the service's own code over its own store, on a simulated
// clock; only visitors, bots, limits and prices are made up.

import { mkdirSync, writeFileSync } from 'node:fs';
import { optionRows, parseSettings } from './options.ts';
import { formatPage, formatTables } from './page.ts';
import { drawPlots } from './plots.ts';
import { makeReport } from './report.ts';

const DOCS = new URL('../../docs/', import.meta.url);

const args = process.argv.slice(2);
if (args.includes('--help')) {
  for (const [name, value, help] of optionRows()) {
    process.stdout.write(`  ${name} ${value}\n      ${help.replaceAll('`', '')}\n`);
  }
} else {
  const settings = parseSettings(args);
  const startMs = performance.now();
  const report = await makeReport(settings, (what) => process.stderr.write(`${what}\n`));
  process.stdout.write(`${formatTables(report)}\n`);
  process.stderr.write(`${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
  if (settings.text('page') === 'true') {
    mkdirSync(new URL('images/', DOCS), { recursive: true });
    for (const [name, svg] of Object.entries(drawPlots(report))) {
      writeFileSync(new URL(`images/${name}`, DOCS), svg);
    }
    writeFileSync(new URL('difficulty.md', DOCS), formatPage(report));
  }
}
