import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDifficulty } from '../../src/abuse/difficulty.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/redis-server.ts';

const CLIENTS = Array.from({ length: 20 }, (_, n) => ({ narrow: `bot-${n}`, wide: 'wide' }));

/** What a site of replicas that share a store sees: everything at once. */
async function attack(store: Store): Promise<number[]> {
  const nowMs = Date.now();
  const replicas = [0, 1, 2].map(() => createDifficulty({ store, nowMs: () => nowMs }));
  const replica = (n: number) => replicas[n % 3] as (typeof replicas)[number];
  for (let round = 0; round < 6; round++) {
    await Promise.all(CLIENTS.map((client, n) => replica(n + round).step(client, 'forum', 4)));
    await Promise.all(CLIENTS.map((client, n) => replica(n).failed(client, 'forum', nowMs)));
  }
  return Promise.all([
    replica(0).step(CLIENTS[0] ?? { narrow: '', wide: '' }, 'forum', 4),
    replica(1).step({ narrow: 'neighbour', wide: 'wide' }, 'forum', 4),
    replica(2).step({ narrow: 'person', wide: 'elsewhere' }, 'forum', 4),
    replica(0).step({ narrow: 'person', wide: 'elsewhere' }, 'another', 4),
  ]);
}

const EXPECTED = [3, 2, 2, 0];

it('replicas that share a memory store agree on the steps', async () => {
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: Date.now });
  expect(await attack(store)).toEqual(EXPECTED);
});

describeWith({ 'redis-server or valkey-server': SERVER }, 'replicas that share a Redis', () => {
  let server: RedisServer;
  let store: Store;
  beforeAll(async () => {
    server = await startRedis(SERVER as string);
    const target = parseRedisUrl(server.url);
    store = createRedisStore({ target, keyPrefix: `${randomUUID()}:`, timeoutMs: 5000 });
    await eventually(async () => {
      await store.ping();
      return true;
    });
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  it('agree on the same steps, and lose no count of those that come at once', async () => {
    expect(await attack(store)).toEqual(EXPECTED);
  });

  it('hear of a store that is gone', async () => {
    const difficulty = createDifficulty({ store, nowMs: Date.now });
    await server.stop();
    const client = { narrow: 'person', wide: 'elsewhere' };
    await expect(difficulty.step(client, 'forum', 4)).rejects.toMatchObject({ name: 'StoreError' });
    await server.start();
  });
});
