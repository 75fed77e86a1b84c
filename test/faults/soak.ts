// Half the load that it can take, for long: `npm run soak -- --minutes 30`. Samples memory and answers, and
// with `--write true` writes its section of docs/reliability.md.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { describeRun } from '../../bench/support/machine.ts';
import { replaceSection } from '../../bench/support/section.ts';
import { eventually } from '../support/processes/ports.ts';
import { SERVER, startRedis } from '../support/processes/redis-server.ts';
import { startService } from '../support/processes/service.ts';
import type { Reply } from './support/asking.ts';
import { createLedger } from './support/ledger.ts';
import { startTraffic } from './support/traffic.ts';
import { answerIn, SERVICE_ENV } from './support/world.ts';

const PAGE = new URL('../../docs/reliability.md', import.meta.url);

/** How long it is measured how much can be taken, with so many visitors who never think. */
const FULL_LOAD_MS = 10_000;
const VISITORS = 24;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    write: { type: 'string', default: 'false' },
    rate: { type: 'string', default: '' },
  },
});
if (!SERVER) throw new Error('redis-server or valkey-server is needed');
const minutes = Number(values.minutes);
const memoryFile = join(mkdtempSync(join(tmpdir(), 'inkblot-soak-')), 'memory');
const redis = await startRedis(SERVER);
const operator = new Redis(redis.port);
const service = await startService(
  { ...SERVICE_ENV, STORE_URL: redis.url, MEMORY_FILE: memoryFile },
  undefined,
  ['--import', fileURLToPath(new URL('./preload/tell-memory.ts', import.meta.url))],
);
await eventually(async () => (await fetch(`${service.origin}/readyz`)).ok, 20_000);

/** Visitors a second that may come; undefined for as many as can. */
let rate: number | undefined = Number(values.rate) || undefined;
let due = performance.now();
const traffic = startTraffic({
  origins: () => [service.origin],
  readPicture: async (key) => {
    const value = await operator.get(`inkblot:${key}`);
    return value === null ? undefined : answerIn(value);
  },
  ledger: createLedger(),
  visitors: VISITORS,
  pace: async () => {
    if (rate === undefined) return;
    due = Math.max(due, performance.now() - 1000) + 1000 / rate;
    await sleep(Math.max(0, due - performance.now()));
  },
});
const visits = () => traffic.replies.filter(({ route }) => route === 'open' || route === 'classic');

let fullRate: number | undefined;
if (rate === undefined) {
  await sleep(FULL_LOAD_MS);
  fullRate = (visits().length * 1000) / FULL_LOAD_MS;
  rate = fullRate / 2;
  // What full load has left is cleared away.
  await sleep(5000);
}
const rows: Row[] = [];
for (let minute = 1; minute <= minutes; minute++) {
  traffic.replies.length = 0;
  await sleep(60_000);
  rows.push(await sample(minute, traffic.replies.splice(0)));
  process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
}
await traffic.stop();
const broken = await traffic.audit(true);
traffic.close();
const code = await service.stop();
operator.disconnect();
await redis.stop();
if (code !== 0) broken.push(`it ended with ${code}`);
process.stdout.write(`promises broken: ${broken.join('; ') || 'none'}\n`);
if (values.write === 'true') {
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'soak', toMarkdown()));
}
process.exit(broken.length > 0 ? 1 : 0);

/** What was seen in a minute. Memory in megabytes. */
interface Row {
  readonly minute: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  readonly failed: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly redisMb: number;
}

async function sample(minute: number, replies: readonly Reply[]): Promise<Row> {
  const times = replies.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  const memory = JSON.parse(readFileSync(memoryFile, 'utf8')) as { rss: number; heapUsed: number };
  const used = /used_memory:(\d+)/.exec(await operator.info('memory'))?.[1];
  return {
    minute,
    perSecond: Math.round(replies.length / 60),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    slowestMs: times.at(-1) ?? 0,
    failed: replies.filter(({ status }) => status === 0 || status >= 500).length,
    rssMb: memory.rss / 1e6,
    heapMb: memory.heapUsed / 1e6,
    redisMb: Number(used) / 1e6,
  };
}

function toMarkdown(): string {
  const head = [
    'Minute',
    'Requests/s',
    'Median',
    '99 of 100',
    'Slowest',
    'Failed',
    'RSS',
    'Heap',
    'Redis',
  ];
  // Two dozen rows at most, the last one among them.
  const every = Math.ceil(rows.length / 24);
  const shown = rows.filter(({ minute }) => minute % every === 0 || minute === rows.length);
  const cells = shown.map((row) => [
    String(row.minute),
    String(row.perSecond),
    ...[row.p50Ms, row.p99Ms, row.slowestMs].map((ms) => `${ms.toFixed(1)} ms`),
    String(row.failed),
    ...[row.rssMb, row.heapMb, row.redisMb].map((mb) => `${mb.toFixed(0)} MB`),
  ]);
  const load =
    fullRate === undefined
      ? `${rate} visitors a second were let in.`
      : `It took ${fullRate.toFixed(0)} visitors a second at most, from clients on the same machine; half as many were let in.`;
  return [
    `${describeRun(`npm run soak -- --minutes ${minutes} --write true`)} ${load}`,
    `Promises broken: ${broken.join('; ') || 'none'}.`,
    [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n'),
  ].join('\n\n');
}
