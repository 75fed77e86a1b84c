import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { createSystemRandom, type Random } from '../../../src/base/random.ts';
import { deriveEpochSeed, deriveSeed } from '../../../src/base/secrets.ts';
import { createClassicChallenges } from '../../../src/challenge/classic-challenges.ts';
import { createEpochs } from '../../../src/challenge/epochs.ts';
import type { ChallengeEvent } from '../../../src/challenge/events.ts';
import { createPictureKind } from '../../../src/challenge/kinds/picture.ts';
import { BusyError, type MediaJob, type PictureJob, type Render } from '../../../src/media/job.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

interface SetUpOptions {
  readonly secretKey?: string;
  readonly random?: Random;
  readonly pictureStock?: number;
  readonly render?: Render;
  readonly style?: string;
}

const EPOCH_MS = 10_000;

function setUp(options: SetUpOptions = {}) {
  const { secretKey = 'k'.repeat(32), random = createSystemRandom(), pictureStock = 0 } = options;
  const keys = createKeys(secretKey);
  const clock = { nowMs: 0 };
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => clock.nowMs });
  // What was drawn on demand, and what was drawn ahead: each picture shows its own text.
  const jobs: PictureJob[] = [];
  const ahead: PictureJob[] = [];
  const drawInto = (list: PictureJob[]) => async (job: MediaJob) => {
    list.push(job as PictureJob);
    return { type: 'image/png', bytes: Buffer.from((job as PictureJob).text) };
  };
  const events: ChallengeEvent[] = [];
  const challenges = createClassicChallenges({
    store,
    picture: createPictureKind({
      answerLength: 6,
      widthPx: 240,
      heightPx: 80,
      caseSensitive: false,
    }),
    pickStyle: () => options.style,
    random,
    keys,
    ttlMs: 1000,
    level: 2,
    epochs: createEpochs(keys, EPOCH_MS, () => clock.nowMs),
    render: options.render ?? drawInto(jobs),
    renderWhenIdle: drawInto(ahead),
    pictureStock,
    observe: (event) => events.push(event),
  });
  const lastAnswer = () => jobs.at(-1)?.text ?? '';
  return { clock, jobs, ahead, store, challenges, events, lastAnswer };
}

describe('a challenge', () => {
  it('accepts the right answer once', async () => {
    const { challenges, lastAnswer } = setUp();
    const { id } = await challenges.issue();
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: true });
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: false, reason: 'gone' });
  });

  it('is spent by a wrong answer', async () => {
    const { challenges, lastAnswer } = setUp();
    const { id } = await challenges.issue();
    const wrong = { ok: false, reason: 'wrong' };
    expect(await challenges.answer(id, 'WRONG')).toEqual(wrong);
    expect(await challenges.answer(id, lastAnswer())).toEqual({ ok: false, reason: 'gone' });
  });

  it('expires', async () => {
    const { challenges, lastAnswer, clock } = setUp();
    const { id } = await challenges.issue();
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
    const { id } = await challenges.issue();
    expect(await challenges.answer(id.toUpperCase(), lastAnswer())).toMatchObject({ ok: true });
  });

  it('is not answered by an empty guess', async () => {
    const { challenges } = setUp();
    const { id } = await challenges.issue();
    expect(await challenges.answer(id, '')).toMatchObject({ ok: false });
  });
});

describe('whoever observes', () => {
  it('is told of each picture with its style, and what its answer was worth', async () => {
    const { challenges, lastAnswer, events, jobs, store } = setUp({ style: 'fans' });
    const challenge = { kind: 'picture', level: 2, style: 'fans' };
    const { id } = await challenges.issue();
    expect(jobs).toMatchObject([{ level: 2, style: 'fans' }]);
    expect(await store.get(`challenge:${id}`)).toBe(`picture:${lastAnswer()}:fans`);
    await challenges.answer(id, lastAnswer());
    await challenges.answer(id, lastAnswer());
    await challenges.answer((await challenges.issue()).id, 'WRONG');
    expect(events).toEqual([
      { type: 'issued', challenge },
      { type: 'answered', challenge, outcome: 'right' },
      { type: 'missed', outcome: 'gone' },
      { type: 'issued', challenge },
      { type: 'answered', challenge, outcome: 'wrong' },
    ]);
  });

  it('is told of no style where there is none', async () => {
    const { challenges, lastAnswer, events, jobs, store } = setUp();
    const { id } = await challenges.issue();
    expect(jobs[0]).not.toHaveProperty('style');
    expect(await store.get(`challenge:${id}`)).toBe(`picture:${lastAnswer()}`);
    await challenges.answer(id, lastAnswer());
    const challenge = { kind: 'picture', level: 2 };
    expect(events).toStrictEqual([
      { type: 'issued', challenge },
      { type: 'answered', challenge, outcome: 'right' },
    ]);
  });
});

describe('the seed of a picture', () => {
  // Every answer is the same, so that nothing but the id and the key can make a difference.
  const constant = { ...createSystemRandom(), int: () => 0 };
  const seedsOf = async (key: string) => {
    const { challenges, jobs } = setUp({ secretKey: key, random: constant });
    for (let n = 0; n < 50; n++) await challenges.issue();
    expect(new Set(jobs.map(({ text }) => text)).size).toBe(1);
    return jobs.map(({ seed }) => Buffer.from(seed).toString('hex'));
  };

  it('differs between challenges with the same answer', async () => {
    expect(new Set(await seedsOf('k'.repeat(32))).size).toBe(50);
  });

  it('is derived from the key, the kind, the id and the answer', async () => {
    const { challenges, jobs } = setUp({ secretKey: 'a key' });
    const { id } = await challenges.issue();
    const { text, seed } = jobs[0] as PictureJob;
    expect(seed).toEqual(deriveSeed('a key', 'picture', id, text));
  });
});

describe('pictures drawn ahead', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  async function setUpFull(pictureStock = 20) {
    const all = setUp({ pictureStock });
    const refill = () => vi.advanceTimersByTimeAsync(500);
    await refill();
    return { ...all, refill };
  }

  it('are handed out each once, and then pictures are drawn on demand', async () => {
    const { challenges, jobs, ahead } = await setUpFull();
    expect(ahead).toHaveLength(20);
    expect(challenges.ready()).toBe(20);
    const issued = await Promise.all(Array.from({ length: 30 }, () => challenges.issue()));
    expect(new Set(issued.map(({ id }) => id)).size).toBe(30);
    expect(new Set(issued.map(({ media }) => String(media.bytes))).size).toBe(30);
    expect([jobs.length, ahead.length]).toEqual([10, 20]);
    challenges.close();
  });

  it('are answered by what they show', async () => {
    const { challenges } = await setUpFull();
    const { id, media } = await challenges.issue();
    const text = String(media.bytes);
    expect(await challenges.answer(id, text)).toEqual({ ok: true });
    expect(await challenges.answer(id, text)).toEqual({ ok: false, reason: 'gone' });
    challenges.close();
  });

  it('begin to live when they are handed out', async () => {
    const { challenges, clock, store } = await setUpFull();
    clock.nowMs = 5000;
    const set = vi.spyOn(store, 'set');
    expect(set).not.toHaveBeenCalled();
    const { id, media } = await challenges.issue();
    expect(set).toHaveBeenCalledExactlyOnceWith(`challenge:${id}`, expect.any(String), 1000);
    clock.nowMs = 5999;
    expect(await challenges.answer(id, String(media.bytes))).toMatchObject({ ok: true });
    challenges.close();
  });

  it('are dropped when their epoch is over', async () => {
    const { challenges, clock, jobs, ahead, refill } = await setUpFull();
    const seeds = (list: readonly PictureJob[]) =>
      new Set(list.map(({ epochSeed }) => Buffer.from(epochSeed).toString('hex')));
    const old = new Set(ahead.map(({ text }) => text));
    clock.nowMs = EPOCH_MS;
    const first = await challenges.issue();
    expect(String(first.media.bytes)).toBe(jobs[0]?.text);
    ahead.splice(0);
    await refill();
    expect(ahead).toHaveLength(20);
    expect(seeds(ahead)).toEqual(seeds(jobs));
    expect(seeds(ahead)).toEqual(
      new Set([Buffer.from(deriveEpochSeed('k'.repeat(32), 1)).toString('hex')]),
    );
    const issued = await Promise.all(Array.from({ length: 20 }, () => challenges.issue()));
    expect(issued.filter(({ media }) => old.has(String(media.bytes)))).toEqual([]);
    expect(jobs).toHaveLength(1);
    challenges.close();
  });

  it('are made no more after the end', async () => {
    const { challenges, ahead, refill } = await setUpFull();
    challenges.close();
    await challenges.issue();
    await refill();
    expect(ahead).toHaveLength(20);
  });
});

describe('a picture that cannot be drawn', () => {
  it('leaves nothing in the store', async () => {
    const render = () => Promise.reject(new BusyError('the queue is full'));
    const { challenges, store } = setUp({ render });
    const set = vi.spyOn(store, 'set');
    await expect(challenges.issue()).rejects.toThrow(BusyError);
    expect(set).not.toHaveBeenCalled();
  });
});

describe('a store that fails', () => {
  it('rejects, and decides nothing', async () => {
    const { challenges, store } = setUp();
    await store.close();
    await expect(challenges.issue()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(challenges.answer('id', 'A')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
