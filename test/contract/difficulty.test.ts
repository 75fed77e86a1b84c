import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Choice, createDifficulty } from '../../src/abuse/difficulty.ts';
import { unpack } from '../../src/abuse/tally.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/processes/redis-server.ts';

const CLIENTS = Array.from({ length: 20 }, (_, n) => ({ narrow: `bot-${n}`, wide: 'wide' }));

/** What a site of replicas that share a store sees: everything at once. */
async function attack(store: Store): Promise<(number | 'refused')[]> {
  const nowMs = Date.now();
  const replicas = [0, 1, 2].map(() => createDifficulty({ store, nowMs: () => nowMs }));
  const replica = (n: number) => replicas[n % 3] as (typeof replicas)[number];
  for (let round = 0; round < 6; round++) {
    await Promise.all(CLIENTS.map((client, n) => replica(n + round).choose(client, 'forum', 4)));
    await Promise.all(CLIENTS.map((client, n) => replica(n).failed(client, 'forum', nowMs)));
  }
  const choices = await Promise.all([
    replica(0).choose(CLIENTS[0] ?? { narrow: '', wide: '' }, 'forum', 4),
    replica(1).choose({ narrow: 'neighbour', wide: 'wide' }, 'forum', 4),
    replica(2).choose({ narrow: 'person', wide: 'elsewhere' }, 'forum', 4),
    replica(0).choose({ narrow: 'person', wide: 'elsewhere' }, 'another', 4),
  ]);
  return choices.map(met);
}

/** The step, or 'refused'. */
const met = (choice: Choice): number | 'refused' => ('step' in choice ? choice.step : 'refused');

/** One address that only fails, at replicas in turn: what it and another one meet in the end. */
async function failOnly(store: Store): Promise<unknown> {
  const nowMs = Date.now();
  const replicas = [0, 1, 2].map(() => createDifficulty({ store, nowMs: () => nowMs }));
  const replica = (n: number) => replicas[n % 3] as (typeof replicas)[number];
  const client = { narrow: 'lone-bot', wide: 'street' };
  const other = { narrow: 'neighbour', wide: 'street' };
  for (let n = 0; n < 16; n++) {
    await replica(n).choose(client, 'lone', 4);
    await replica(n + 1).failed(client, 'lone', nowMs);
  }
  const tally = async () => {
    const key = `dn:lone-bot:${Math.floor(nowMs / 7_200_000).toString(36)}`;
    return unpack(Number(await store.get(key)));
  };
  const before = await tally();
  const choices = await Promise.all([0, 1, 2].map((n) => replica(n).choose(client, 'lone', 4)));
  const isCounted = JSON.stringify(await tally()) !== JSON.stringify(before);
  return [...choices.map(met), met(await replica(0).choose(other, 'lone', 4)), isCounted];
}

const REFUSED = ['refused', 'refused', 'refused', 0, false];

const EXPECTED = [3, 2, 2, 0];

it('replicas that share a memory store agree on the steps', async () => {
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: Date.now });
  expect(await attack(store)).toEqual(EXPECTED);
});

it('replicas that share a memory store refuse the same address, and count none of it', async () => {
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: Date.now });
  expect(await failOnly(store)).toEqual(REFUSED);
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

  it('refuse the same address, and count none of it', async () => {
    expect(await failOnly(store)).toEqual(REFUSED);
  });

  it('hear of a store that is gone', async () => {
    const difficulty = createDifficulty({ store, nowMs: Date.now });
    await server.stop();
    const client = { narrow: 'person', wide: 'elsewhere' };
    await expect(difficulty.choose(client, 'forum', 4)).rejects.toMatchObject({
      name: 'StoreError',
    });
    await server.start();
  });
});
