import { assert, asyncModelRun, asyncProperty, commands } from 'fast-check';
import { Redis } from 'ioredis';
import { describe, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { SERVER, startRedis } from '../support/processes/redis-server.ts';
import { steps } from './commands.ts';
import { createModel } from './model.ts';
import { createReal, type StoreWithTime } from './real.ts';

/** A few seconds on either store. Broken code was found out in fewer. */
const RUNS = 400;
const LONGEST = 100;

/** Plays random histories: after each step the service must have said what the model says. */
async function play(open: () => Promise<StoreWithTime>): Promise<void> {
  await assert(
    asyncProperty(commands([...steps], { maxCommands: LONGEST, size: 'max' }), async (history) => {
      const time = await open();
      await asyncModelRun(() => {
        const model = createModel();
        return { model, real: createReal(time, model) };
      }, history);
    }),
    { numRuns: RUNS },
  );
}

describe('whatever happens in whatever order, the service says what the model says', () => {
  it('with the memory store', async () => {
    await play(async () => {
      let nowMs = 0;
      const begin = () =>
        createMemoryStore({ maxEntries: 10_000, maxBytes: 1e7, nowMs: () => nowMs });
      let store = begin();
      return {
        store: {
          set: (...args) => store.set(...args),
          take: (...args) => store.take(...args),
          claim: (...args) => store.claim(...args),
          release: (...args) => store.release(...args),
          get: (...args) => store.get(...args),
          extend: (...args) => store.extend(...args),
          increment: (...args) => store.increment(...args),
          memory: () => store.memory(),
          ping: () => store.ping(),
          close: () => store.close(),
        },
        forget: async () => {
          store = begin();
        },
        pass: async (ms) => {
          nowMs += ms;
        },
      };
    });
  });
});

describeWith({ 'redis-server or valkey-server': SERVER }, 'the same', () => {
  it('with Redis', async () => {
    const server = await startRedis(SERVER as string);
    const operator = new Redis(server.port);
    const store = createRedisStore({
      target: parseRedisUrl(server.url),
      keyPrefix: '',
      timeoutMs: 5000,
    });
    try {
      await eventually(async () => {
        await store.ping();
        return true;
      });
      await play(async () => {
        await operator.flushall();
        return {
          store,
          pass: (ms) => age(operator, ms),
          forget: async () => {
            await operator.flushall();
          },
        };
      });
    } finally {
      await store.close();
      operator.disconnect();
      await server.stop();
    }
  });
});

/** Redis keeps its own time: instead of waiting, all that is kept is made so much older. */
const AGE = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end
`;

async function age(operator: Redis, ms: number): Promise<void> {
  await operator.eval(AGE, 0, ms);
}
