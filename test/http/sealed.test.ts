import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { solveWork } from '../support/solve-work.ts';

const { sitekey, secret } = TEST_SITE;

let replicas: TestApp[] = [];
afterEach(async () => {
  await Promise.all(replicas.map(({ app }) => app.close()));
  replicas = [];
});

/** Two replicas with one store. The first one's clock is ahead of the other's and of the store's. */
async function start(aheadMs: number) {
  const time = { nowMs: 0 };
  const nowMs = () => time.nowMs;
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs });
  const [ahead, other] = [await createTestApp({ store }), await createTestApp({ store })];
  replicas = [ahead, other];
  const sleep = (ms: number) => {
    time.nowMs += ms;
    ahead.clock.nowMs = time.nowMs + aheadMs;
    other.clock.nowMs = time.nowMs;
  };
  sleep(0);
  return { ahead, other, sleep };
}

const post = async ({ app }: TestApp, path: string, payload: object) =>
  (await app.inject({ method: 'POST', url: `/v1/${path}`, payload })).json();

describe('a challenge of work, which is kept nowhere', () => {
  it.each([0, 1000, 59_000])(
    'passes once, although a replica is %i ms ahead of the others',
    async (aheadMs) => {
      const { ahead, other, sleep } = await start(aheadMs);
      const { id, work } = await post(ahead, 'challenges', { sitekey, kind: 'work' });
      const answer = { work: solveWork(work) };
      const pass = async (replica: TestApp): Promise<boolean> => {
        const { token } = await post(replica, `challenges/${id}/answer`, answer);
        if (token === undefined) return false;
        return (await post(replica, 'siteverify', { secret, response: token })).success;
      };
      expect(await pass(ahead)).toBe(true);
      // From before its time is over on any clock until after it is on all.
      sleep(115_000);
      for (let seconds = 116; seconds < 200; seconds++) {
        sleep(1000);
        expect(await pass(other), `after ${seconds} s`).toBe(false);
      }
    },
  );
});
