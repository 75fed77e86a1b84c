// The service over HTTP beside routes of Fastify that do nothing, with both stores:
//   npm run bench:http
// writes the section `http` of docs/benchmarks.md. Redis is asked for at REDIS_URL, by default on this
// machine; all keys begin with a prefix of this run and are deleted at its end. With --quick it takes
// a few seconds, its figures mean little, and it only prints them.

import { readFileSync, writeFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';
import { type Effort, measureStore, type StoreResults } from './measure.ts';
import { formatSection } from './table.ts';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const REDIS_URL = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const KEY_PREFIX = `inkblot-bench-${process.pid}:`;

const FULL: Effort = {
  rounds: 4,
  requests: 4000,
  halfLoadMs: 2000,
  outstanding: 100_000,
  outstandingLimitMs: 30_000,
};
const QUICK: Effort = {
  rounds: 1,
  requests: 200,
  halfLoadMs: 200,
  outstanding: 500,
  outstandingLimitMs: 5000,
};

const isQuick = askedToBeQuick();
const effort = isQuick ? QUICK : FULL;

const stores: (readonly [string, StoreResults])[] = [
  ['memory', await measureStore({ STORE_URL: 'memory:' }, effort)],
];
const redis = new Redis(REDIS_URL, { lazyConnect: true, retryStrategy: () => null });
redis.on('error', () => {});
if (await isThere()) {
  try {
    const env = { STORE_URL: REDIS_URL, STORE_KEY_PREFIX: KEY_PREFIX };
    stores.push(['Redis', await measureStore(env, effort)]);
  } finally {
    await deleteKeys();
    redis.disconnect();
  }
} else {
  process.stderr.write(`No Redis at ${new URL(REDIS_URL).host}: not measured\n`);
}

const section = formatSection(describeRun('npm run bench:http'), stores);
process.stdout.write(`${section}\n`);
if (!isQuick) writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), 'http', section));

async function isThere(): Promise<boolean> {
  return redis.connect().then(
    () => true,
    () => false,
  );
}

async function deleteKeys(): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${KEY_PREFIX}*`, count: 1000 })) {
    if (keys.length > 0) await redis.unlink(keys);
  }
}
