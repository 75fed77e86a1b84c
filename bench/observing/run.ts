// What it costs to be seen: processor time for each event, to read the metrics, to load, and the size of the
// packages:
//   npm run bench:observing
// writes the section `observing` of docs/benchmarks.md. With --quick its figures mean little, and it only
// prints them.

import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { KIND_NAMES } from '../../src/challenge/types.ts';
import type { ServiceEvent } from '../../src/metrics/count.ts';
import { createMetrics, type Metrics } from '../../src/metrics/metrics.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { median } from '../drawing/measure.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const SERVICE = '../../src/app.ts';
const STYLES = ['blots', 'fans', 'folds', 'waves'];

const isQuick = askedToBeQuick();
const [rounds, perRound, starts] = isQuick ? [1, 100, 1] : [15, 100_000, 9];

function cpuMs(before?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Nanoseconds of processor time for each call, the median of all rounds. */
async function costNs(act: () => unknown): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let n = 0; n < perRound; n++) await act();
    costs.push((cpuMs(before) * 1e6) / perRound);
  }
  return median(costs);
}

const challenge = { kind: 'picture', level: 2, style: 'waves', sitekey: 'forum' } as const;
const EVENTS: readonly (readonly [what: string, event: ServiceEvent])[] = [
  ['a challenge is issued', { type: 'issued', challenge }],
  ['an answer is judged', { type: 'answered', challenge, outcome: 'right', solveMs: 4000 }],
  [
    'a request is served',
    { type: 'served', method: 'GET', route: '/', status: 200, durationMs: 0.3 },
  ],
];

/** A service that has had challenges of all sorts from so many sites. */
function useFully(metrics: Metrics, sites: number): void {
  for (let n = 0; n < sites; n++) {
    for (const kind of KIND_NAMES) {
      for (const style of kind === 'picture' ? STYLES : ['']) {
        for (const level of [1, 2, 3] as const) {
          const each = { kind, level, style, sitekey: `site-${n}` };
          metrics.count({ type: 'issued', challenge: each });
          for (const outcome of ['right', 'wrong', 'work', 'other-host'] as const) {
            metrics.count({ type: 'answered', challenge: each, outcome, solveMs: 1 });
          }
        }
      }
    }
  }
}

async function reading(sites: number): Promise<string> {
  const metrics = createMetrics();
  useFully(metrics, sites);
  const text = await metrics.registry.metrics();
  const series = text.split('\n').filter((line) => line && !line.startsWith('#')).length;
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await metrics.registry.metrics();
    costs.push(cpuMs(before));
  }
  return `| ${sites} | ${series} | ${Math.round(text.length / 1000)} | ${median(costs).toFixed(1)} |`;
}

/** Processor time of a process that loads these and ends, the median of some. */
function loadMs(...modules: readonly string[]): number {
  const urls = modules.map((module) => `await import('${new URL(module, import.meta.url)}');`);
  const program = `${urls.join('')}
    const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); process.exit()`;
  const times = Array.from({ length: starts }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', program])),
  );
  return median(times);
}

/** Megabytes of packages, as a disk has them. */
function sizeMb(...packages: readonly string[]): string {
  const files = packages.flatMap((name) =>
    globSync(`node_modules/${name}/**/*`, { cwd: new URL('../../', import.meta.url) }),
  );
  const bytes = files.map((file) => statSync(new URL(`../../${file}`, import.meta.url)));
  return (bytes.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6).toFixed(1);
}

const metrics = createMetrics();
const plain = createMemoryStore({ maxEntries: 10, maxBytes: 1e6, nowMs: () => 0 });
const observed = metrics.ofStore(plain);
const events: string[] = [];
for (const [what, event] of EVENTS) {
  const ns = (await costNs(() => metrics.count(event))) - (await costNs(() => {}));
  events.push(`| ${what} | ${(ns / 1000).toFixed(1)} |`);
}
const storeNs = (await costNs(() => observed.get('key'))) - (await costNs(() => plain.get('key')));
events.push(`| the store is asked | ${(storeNs / 1000).toFixed(1)} |`);
const readings = [await reading(1), await reading(50)];
// Much of what they load is loaded anyway.
const serviceMs = loadMs(SERVICE);
const loads = [
  ['metrics', '../../src/metrics/metrics.ts', sizeMb('@prometheus-io', 'tdigest', 'bintrees')],
  ['OpenTelemetry', '../../src/telemetry/telemetry.ts', sizeMb('@opentelemetry')],
].map(
  ([what = '', module = '', mb]) =>
    `| ${what} | ${Math.round(loadMs(SERVICE, module) - serviceMs)} | ${mb} |`,
);

const section = `${describeRun('npm run bench:observing')} Medians of processor time. Metrics are always counted, whether somebody
reads them or not; OpenTelemetry is loaded only where it is configured.

| When | CPU µs |
|---|--:|
${events.join('\n')}

Reading all of it, of a service whose sites have had every kind, level, style and outcome:

| Sites | Series | kB | CPU ms |
|--:|--:|--:|--:|
${readings.join('\n')}

| | CPU ms to load, beside the service | MB of packages |
|---|--:|--:|
${loads.join('\n')}
`;
process.stdout.write(`${section}\n`);
if (!isQuick) {
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'observing', section));
}
process.exit();
