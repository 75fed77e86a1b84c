import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenChallenge } from '../../src/challenge/opening.ts';
import type { KindName } from '../../src/challenge/types.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { solveWork } from '../support/solve-work.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];

/** One replica for each step of a rotation, on one store: the order in which they are replaced. */
const STEPS = {
  before: { secretKey: OLD },
  announced: { secretKey: OLD, acceptedSecretKeys: [NEW] },
  changed: { secretKey: NEW, acceptedSecretKeys: [OLD] },
  after: { secretKey: NEW },
};

type Step = keyof typeof STEPS;

/** Which replicas serve beside each other at some time. */
const TOGETHER: readonly [Step, Step][] = [
  ['before', 'announced'],
  ['announced', 'before'],
  ['announced', 'changed'],
  ['changed', 'announced'],
  ['changed', 'after'],
  ['after', 'changed'],
];

describe('while the secret key is changed', () => {
  let replicas: Record<Step, TestApp>;
  const clock = { nowMs: 0 };
  const kept = new Map<string, string>();
  let kind: KindName = 'picture';

  async function start(): Promise<void> {
    const inner = createMemoryStore({
      maxEntries: 1000,
      maxBytes: 1e7,
      nowMs: () => clock.nowMs,
    });
    const store: typeof inner = {
      ...inner,
      set: async (key, value, ttlMs) => {
        kept.set(key, value);
        await inner.set(key, value, ttlMs);
      },
    };
    const ladder = [{ kind, level: 1, work: 1 }] as const;
    const sites = [{ ...TEST_SITE, policy: { ladder, alternatives: [] } }];
    const entries = Object.entries(STEPS).map(async ([name, keys]) => [
      name,
      await createTestApp({ ...keys, store, sites, clock }),
    ]);
    replicas = Object.fromEntries(await Promise.all(entries));
  }

  async function stop(): Promise<void> {
    await Promise.all(Object.values(replicas).map(({ app }) => app.close()));
  }

  const post = async (at: Step, path: string, payload: object) =>
    (await replicas[at].app.inject({ method: 'POST', url: `/v1/${path}`, payload })).json();
  const open = (at: Step): Promise<OpenChallenge> =>
    post(at, 'challenges', { sitekey: TEST_SITE.sitekey });
  const media = async (at: Step, id: string) =>
    replicas[at].app.inject({ url: `/v1/challenges/${id}/media` });
  const solution = ({ id, work }: OpenChallenge) => ({
    ...(kind !== 'work' && { answer: JSON.parse(kept.get(`open:${id}`) ?? '').answer }),
    ...(work && { work: solveWork(work) }),
  });
  const redeem = (at: Step, response: string) =>
    post(at, 'siteverify', { secret: TEST_SITE.secret, response });

  describe.each(['picture', 'work'] as const)('a challenge of %s', (name) => {
    beforeEach(() => {
      kind = name;
      return start();
    });
    afterEach(stop);

    it.each(TOGETHER)(
      'opened %s is solved %s, and its token counts on either, once',
      async (one, other) => {
        const challenge = await open(one);
        if (kind === 'picture') {
          const [here, there] = [await media(one, challenge.id), await media(other, challenge.id)];
          expect(there.rawPayload.equals(here.rawPayload)).toBe(true);
        }
        const right = solution(challenge);
        const { solved, token } = await post(other, `challenges/${challenge.id}/answer`, right);
        expect(solved).toBe(true);
        // Whoever lost the reply gets no second token, whichever replica he asks.
        const again = await post(one, `challenges/${challenge.id}/answer`, right);
        expect(again.token).toBe(token);
        expect(await redeem(one, token)).toMatchObject({ success: true });
        expect(await redeem(other, token)).toMatchObject({ success: false });
      },
    );

    it('of a key that counts no more is gone, and so is its token', async () => {
      const challenge = await open('before');
      const right = solution(challenge);
      expect((await media('after', challenge.id)).statusCode).toBe(404);
      expect(await post('after', `challenges/${challenge.id}/answer`, right)).toEqual({
        solved: false,
        reason: 'gone',
      });
      const other = await open('before');
      const { token } = await post('before', `challenges/${other.id}/answer`, solution(other));
      expect(await redeem('after', token)).toMatchObject({ success: false });
      expect(await redeem('before', token)).toMatchObject({ success: true });
    });
  });
});
