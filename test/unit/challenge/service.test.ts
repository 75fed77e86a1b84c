import { describe, expect, it } from 'vitest';
import { createSystemRandom } from '../../../src/base/random.ts';
import { deriveSeed } from '../../../src/base/secrets.ts';
import { createKinds } from '../../../src/challenge/kinds.ts';
import { createChallenges } from '../../../src/challenge/service.ts';
import type { MediaJob } from '../../../src/media/job.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

function setUp(secretKey = 'k'.repeat(32), random = createSystemRandom()) {
  const clock = { nowMs: 0 };
  const jobs: MediaJob[] = [];
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => clock.nowMs });
  const challenges = createChallenges({
    store,
    kinds: createKinds({
      picture: { answerLength: 6, widthPx: 240, heightPx: 80, level: 2, caseSensitive: false },
    }),
    random,
    secretKey,
    ttlMs: 1000,
    epochMs: 10_000,
    nowMs: () => clock.nowMs,
    render: async (job) => {
      jobs.push(job);
      return { type: 'image/png', bytes: new Uint8Array() };
    },
  });
  const lastAnswer = () => jobs.at(-1)?.text ?? '';
  return { clock, jobs, store, challenges, lastAnswer };
}

describe('a challenge', () => {
  it('accepts the right answer once', async () => {
    const { challenges, lastAnswer } = setUp();
    const { id, kind } = await challenges.issue('picture');
    expect(kind).toBe('picture');
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: true, kind: 'picture' });
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: false, reason: 'gone' });
  });

  it('is spent by a wrong answer', async () => {
    const { challenges, lastAnswer } = setUp();
    const { id } = await challenges.issue('picture');
    const wrong = { ok: false, reason: 'wrong', kind: 'picture' };
    expect(await challenges.answer(id, 'WRONG')).toEqual(wrong);
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: false, reason: 'gone' });
  });

  it('expires', async () => {
    const { challenges, lastAnswer, clock } = setUp();
    const { id } = await challenges.issue('picture');
    clock.nowMs = 1000;
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: false, reason: 'gone' });
  });

  it('that was never issued is gone, whatever the guess', async () => {
    const { challenges } = setUp();
    for (const guess of ['', 'A', 'picture', ':']) {
      expect(await challenges.answer('unknown', guess)).toEqual({ ok: false, reason: 'gone' });
    }
  });

  it('is gone if the store holds something else under its key', async () => {
    const { challenges, store } = setUp();
    for (const value of ['', ':', 'picture', 'picture:', 'opera:ABC', 'constructor:x']) {
      await store.set('challenge:odd', value, 1000);
      expect(await challenges.answer('odd', '')).toEqual({ ok: false, reason: 'gone' });
    }
  });

  it('is known by its uuid in capitals, too', async () => {
    const { challenges, lastAnswer } = setUp();
    const { id } = await challenges.issue('picture');
    expect(await challenges.answer(id.toUpperCase(), lastAnswer())).toMatchObject({ ok: true });
  });

  it('is not answered by an empty guess', async () => {
    const { challenges } = setUp();
    const { id } = await challenges.issue('picture');
    expect(await challenges.answer(id, '')).toMatchObject({ ok: false });
  });
});

describe('the seed of a picture', () => {
  // Every answer is the same, so that nothing but the id and the key can make a difference.
  const constant = { ...createSystemRandom(), int: () => 0 };
  const seedsOf = async (key: string) => {
    const { challenges, jobs } = setUp(key, constant);
    for (let n = 0; n < 50; n++) await challenges.issue('picture');
    expect(new Set(jobs.map(({ text }) => text)).size).toBe(1);
    return jobs.map(({ seed }) => Buffer.from(seed).toString('hex'));
  };

  it('differs between challenges with the same answer', async () => {
    expect(new Set(await seedsOf('k'.repeat(32))).size).toBe(50);
  });

  it('is derived from the key, the kind, the id and the answer', async () => {
    const { challenges, jobs } = setUp('a key');
    const { id } = await challenges.issue('picture');
    const { text, seed } = jobs[0] as MediaJob;
    expect(seed).toEqual(deriveSeed('a key', 'picture', id, text));
  });
});

describe('a store that fails', () => {
  it('rejects before anything is drawn', async () => {
    const { challenges, store, jobs } = setUp();
    await store.close();
    await expect(challenges.issue('picture')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(challenges.answer('id', 'A')).rejects.toMatchObject({ code: 'unavailable' });
    expect(jobs).toHaveLength(0);
  });
});
