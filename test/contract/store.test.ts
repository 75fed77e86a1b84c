import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith, findProgram } from '../support/processes/programs.ts';
import {
  nameOf,
  SERVER,
  SERVERS,
  startCluster,
  startRedis,
  startSentinel,
  startTlsRedis,
} from '../support/processes/redis-server.ts';
import { describeStore, type StoreUnderTest } from './store-contract.ts';

let nowMs = 0;
describeStore('memory', {
  create: async () => createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => nowMs }),
  pass: async (ms) => {
    nowMs += ms;
  },
});

interface Server {
  readonly url: string;
  readonly ca?: string;
  stop(): Promise<void>;
}

function redis(start: () => Promise<Server>): StoreUnderTest {
  let server: Server;
  return {
    setUp: async () => {
      server = await start();
    },
    tearDown: () => server.stop(),
    create: async () => {
      const store = createRedisStore({
        target: parseRedisUrl(server.url),
        // A key space of its own for each case: what one leaves behind another does not see.
        keyPrefix: `${randomUUID()}:`,
        timeoutMs: 2000,
        ...(server.ca && { tlsCa: server.ca }),
      });
      await eventually(async () => {
        await store.ping();
        return true;
      });
      return store;
    },
    // Redis keeps its own time.
    pass: (ms) => sleep(ms),
  };
}

const url = process.env['REDIS_URL'];
if (url)
  describeStore(
    'the Redis at REDIS_URL',
    redis(async () => ({ url, stop: async () => {} })),
  );

const needs = { 'redis-server or valkey-server': SERVER };
const openssl = findProgram('openssl');
for (const server of SERVERS) {
  describeStore(
    `a single ${nameOf(server)}`,
    redis(() => startRedis(server)),
  );
}
describeWith(needs, 'Redis in its other forms', () => {
  const server = SERVER as string;
  describeStore(
    'Redis behind Sentinel',
    redis(() => startSentinel(server)),
  );
  describeStore(
    'Redis Cluster',
    redis(() => startCluster(server)),
  );
});
describeWith({ ...needs, openssl }, 'Redis with TLS', () => {
  const server = SERVER as string;
  describeStore(
    'Redis with TLS, a password and a database number',
    redis(() => startTlsRedis(server)),
  );
});
