import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deriveEpochSeed, deriveSeed } from '../../../src/base/secrets.ts';
import { BusyError } from '../../../src/media/job.ts';
import { StoreError } from '../../../src/store/store.ts';
import {
  createDomain,
  EPOCH_MS,
  FORUM,
  SECRET_KEY,
  SHOP,
  START_MS,
  TTL_MS,
} from '../../support/domain.ts';
import { solveWork } from '../../support/solve-work.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let domain: ReturnType<typeof createDomain>;
beforeEach(() => {
  domain = createDomain();
});

const { ladder } = FORUM.policy;
const counted = { sitekey: 'forum', kind: 'picture', level: 1, style: 'fans' };

describe('an open challenge', () => {
  it('tells its page all that there is to show', async () => {
    const { open, events } = domain;
    expect(await open()).toStrictEqual({
      id: expect.stringMatching(UUID),
      kind: 'picture',
      level: 1,
      expiresMs: START_MS + TTL_MS,
      answer: { type: 'text', length: 6 },
      media: { type: 'image/png', widthPx: 240, heightPx: 80 },
      alternatives: ['sound', 'work'],
    });
    expect(events).toEqual([{ type: 'issued', challenge: counted }]);
  });

  it('is in the language that was wished for, and names the ways back', async () => {
    expect(await domain.open({ kind: 'sound', language: 'it' })).toMatchObject({
      kind: 'sound',
      media: { type: 'audio/wav', language: 'it' },
      alternatives: ['picture', 'work'],
    });
  });

  it('brings the work of its step', async () => {
    const { work } = await domain.open({ step: 2 });
    expect(work).toMatchObject({ algorithm: 'bcrypt-search', range: 768 });
  });

  it('without work is of the next step, and so are the kinds instead of it', async () => {
    const { sites, open } = domain;
    const second = { kind: 'motion', level: 2, work: 0 } as const;
    sites.replace([{ ...FORUM, policy: { ladder: [ladder[0], second], alternatives: [] } }]);
    const opened = await open({ withoutWork: true });
    expect(opened).toMatchObject({ kind: 'picture', level: 2, alternatives: ['motion'] });
    expect((await domain.siteChallenges.extend(opened.id))?.alternatives).toEqual(['motion']);
  });

  it('is none of a kind that the site does not offer', async () => {
    const { siteChallenges, siteOf, events } = domain;
    const wish = { step: 0, kind: 'motion' } as const;
    expect(await siteChallenges.open(siteOf('forum'), { hostname: '' }, wish)).toBeNull();
    expect(events).toEqual([]);
  });

  it('that cannot be had leaves nothing behind', async () => {
    const { open, store, drawing, events } = domain;
    const set = vi.spyOn(store, 'set');
    drawing.isBusy = true;
    await expect(open({ step: 2 })).rejects.toThrow(BusyError);
    expect(set).not.toHaveBeenCalled();
    expect(events).toEqual([]);
  });

  it('is found with its site and kind, as long as both are there', async () => {
    const { open, siteChallenges, siteOf, sites, clock } = domain;
    const { id } = await open({ kind: 'sound' });
    expect(await siteChallenges.find(id.toUpperCase())).toEqual({
      site: siteOf('forum'),
      kind: 'sound',
    });
    expect(await siteChallenges.find('unknown')).toBeNull();
    sites.replace([SHOP]);
    expect(await siteChallenges.find(id)).toBeNull();
    sites.replace([FORUM]);
    clock.nowMs += TTL_MS;
    expect(await siteChallenges.find(id)).toBeNull();
  });

  it('is gone when the store has something else in its place', async () => {
    const { siteChallenges, store, open } = domain;
    const { id } = await open();
    for (const value of ['', '1', 'null', '{}', '{"key":"other"}']) {
      await store.set(`open:${id}`, value, TTL_MS);
      expect(await siteChallenges.find(id), value).toBeNull();
      expect(await domain.answer(id), value).toEqual({ ok: false, reason: 'gone' });
    }
  });
});

describe('what is shown', () => {
  it('follows from the id, the answer and the epoch of the opening, however often it is asked for', async () => {
    const { open, siteChallenges, answerOf, jobs, clock } = domain;
    const { id } = await open({ step: 1 });
    expect(await siteChallenges.media(id)).toMatchObject({ type: 'image/png' });
    clock.nowMs += TTL_MS - 1;
    const text = await answerOf(id);
    await siteChallenges.media(id.toUpperCase());
    const job = {
      kind: 'picture',
      text,
      level: 2,
      style: 'fans',
      seed: deriveSeed(SECRET_KEY, 'picture', id, text),
      epochSeed: deriveEpochSeed(SECRET_KEY, START_MS / EPOCH_MS),
      widthPx: 240,
      heightPx: 80,
    };
    expect(jobs).toEqual([job, job]);
  });

  it('is of the epoch of the opening in the next one, too', async () => {
    const { open, siteChallenges, jobs, clock } = domain;
    clock.nowMs = START_MS + EPOCH_MS - 1;
    const { id } = await open();
    clock.nowMs += 1;
    await open();
    await siteChallenges.media(id);
    expect(jobs).toMatchObject([{ epochSeed: deriveEpochSeed(SECRET_KEY, START_MS / EPOCH_MS) }]);
  });

  it('is nothing for what is gone, nor where there is nothing to see', async () => {
    const { open, siteChallenges } = domain;
    expect(await siteChallenges.media('unknown')).toBeNull();
    expect(await siteChallenges.media((await open({ kind: 'work' })).id)).toBeNull();
  });
});

describe('more time', () => {
  it('begins when it is asked for, and ends with the eleventh time', async () => {
    const { open, siteChallenges, clock, answer, answerOf } = domain;
    const { id } = await open();
    for (let n = 1; n <= 10; n++) {
      clock.nowMs = START_MS + n * (TTL_MS - 1);
      const extended = await siteChallenges.extend(id.toUpperCase(), 'forum');
      expect(extended).toMatchObject({ id, expiresMs: clock.nowMs + TTL_MS });
    }
    clock.nowMs = START_MS + 10 * TTL_MS;
    expect(await siteChallenges.extend(id)).not.toBeNull();
    clock.nowMs += 1;
    expect(await siteChallenges.extend(id)).toBeNull();
    clock.nowMs += TTL_MS - 2;
    expect(await answer(id, { guess: await answerOf(id) })).toMatchObject({ ok: true });
  });

  it('is not to be had for another site, for a site that is gone, nor for what is gone', async () => {
    const { open, siteChallenges, sites } = domain;
    const { id } = await open();
    expect(await siteChallenges.extend(id, 'shop')).toBeNull();
    expect(await siteChallenges.extend('unknown')).toBeNull();
    sites.replace([SHOP]);
    expect(await siteChallenges.extend(id)).toBeNull();
  });

  it('is not to be had where the time stands in the name', async () => {
    const { open, siteChallenges } = domain;
    const { id } = await open({ kind: 'work' });
    expect(await siteChallenges.extend(id)).toBeNull();
  });

  it('is not to be had for what is answered meanwhile', async () => {
    const { open, siteChallenges, store } = domain;
    const { id } = await open();
    vi.spyOn(store, 'extend').mockResolvedValueOnce(false);
    expect(await siteChallenges.extend(id)).toBeNull();
  });
});

describe('another challenge', () => {
  it('takes the place of the one that is given up, for the same purpose', async () => {
    const { open, siteChallenges, answer, answerOf, redemptions, siteOf } = domain;
    const { id } = await open({}, { action: 'login', cdata: 'order 7', scored: true });
    const next = await siteChallenges.refresh(id.toUpperCase(), { step: 0 }, 'forum');
    expect(next).toMatchObject({ kind: 'picture', level: 1 });
    expect(next?.id).not.toBe(id);
    expect(await answer(id)).toEqual({ ok: false, reason: 'gone' });
    const outcome = await answer(next?.id as string, { guess: await answerOf(next?.id as string) });
    const token = outcome.ok ? outcome.token : '';
    expect(await redemptions.redeem(siteOf('forum'), token)).toMatchObject({
      solved: { hostname: 'forum.example', action: 'login', cdata: 'order 7', scored: true },
    });
  });

  it('is never of a lower step, and of a higher one for who has earned that', async () => {
    const { open, siteChallenges } = domain;
    const first = await open({ step: 1 });
    const second = await siteChallenges.refresh(first.id, { step: 0 });
    expect(second).toMatchObject({ level: 2 });
    expect(await siteChallenges.refresh(second?.id as string, { step: 2 })).toMatchObject({
      level: 3,
    });
  });

  it('keeps its kind and its language, unless others are wished for', async () => {
    const { open, siteChallenges } = domain;
    let { id } = await open({ kind: 'sound', language: 'it' });
    const refresh = async (wish: object) => {
      const next = await siteChallenges.refresh(id, { step: 0, ...wish });
      id = next?.id ?? id;
      return next;
    };
    expect(await refresh({})).toMatchObject({ kind: 'sound', media: { language: 'it' } });
    expect(await refresh({ language: 'de' })).toMatchObject({
      kind: 'sound',
      media: { language: 'de' },
    });
    expect(await refresh({ kind: 'picture' })).toMatchObject({ kind: 'picture' });
    expect(await refresh({ kind: 'work' })).toMatchObject({ kind: 'work' });
    expect(await refresh({ kind: 'picture' })).toMatchObject({ kind: 'picture' });
  });

  it('is of what the site offers now, if it has ceased to offer that kind', async () => {
    const { open, siteChallenges, sites } = domain;
    const { id } = await open({ kind: 'sound' });
    sites.replace([{ ...FORUM, policy: { ladder, alternatives: [] } }]);
    expect(await siteChallenges.refresh(id, { step: 0 })).toMatchObject({ kind: 'picture' });
  });

  it('is not to be had of a kind that is not offered, and then the first one stays', async () => {
    const { open, siteChallenges, answer, answerOf } = domain;
    const { id } = await open();
    expect(await siteChallenges.refresh(id, { step: 0, kind: 'motion' })).toBeNull();
    expect(await answer(id, { guess: await answerOf(id) })).toMatchObject({ ok: true });
  });

  it('is not to be had for another site, for a site that is gone, nor for what is gone', async () => {
    const { open, siteChallenges, sites } = domain;
    const { id } = await open();
    expect(await siteChallenges.refresh(id, { step: 0 }, 'shop')).toBeNull();
    expect(await siteChallenges.refresh('unknown', { step: 0 })).toBeNull();
    sites.replace([SHOP]);
    expect(await siteChallenges.refresh(id, { step: 0 })).toBeNull();
    expect(await domain.answerOf(id)).not.toBe('');
  });

  it('is for one of all who ask at the same time', async () => {
    const { open, siteChallenges } = domain;
    const { id } = await open();
    const all = await Promise.all([1, 2, 3].map(() => siteChallenges.refresh(id, { step: 0 })));
    expect(all.filter((next) => next !== null)).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('that is right is worth a token, and is known as the first one', async () => {
    const { open, answer, answerOf, clock, events } = domain;
    const { id } = await open();
    const guess = await answerOf(id);
    clock.nowMs += 5000;
    expect(
      await answer(id.toUpperCase(), { guess }, { hostname: 'forum.example', sitekey: 'forum' }),
    ).toEqual({
      ok: true,
      token: expect.stringMatching(/^ib1\./),
      expiresMs: START_MS + 5000 + 300_000,
      answered: { ...counted, openedMs: START_MS },
    });
    const right = { type: 'answered', challenge: counted, outcome: 'right', solveMs: 5000 };
    expect(events.slice(1)).toEqual([right]);
  });

  it('that is wrong spends the challenge', async () => {
    const { open, answer, answerOf, events } = domain;
    const { id } = await open();
    const guess = await answerOf(id);
    expect(await answer(id, { guess: 'WRONG' })).toEqual({
      ok: false,
      reason: 'wrong',
      answered: { ...counted, openedMs: START_MS },
    });
    expect(await answer(id, { guess })).toEqual({ ok: false, reason: 'gone' });
    expect(events.slice(1)).toMatchObject([
      { type: 'answered', outcome: 'wrong' },
      { type: 'missed', outcome: 'gone' },
    ]);
  });

  it('from a page of another site or host spends the challenge, whatever it is', async () => {
    const { open, answer, answerOf } = domain;
    const pages = [
      [{ sitekey: 'shop' }, 'gone'],
      [{ hostname: 'evil.example' }, 'other-host'],
    ] as const;
    for (const [page, reason] of pages) {
      const { id } = await open();
      const guess = await answerOf(id);
      expect(await answer(id, { guess }, page)).toMatchObject({ ok: false, reason });
      expect(await answer(id, { guess })).toEqual({ ok: false, reason: 'gone' });
    }
  });

  it('without its work is worth nothing, and does not tell whether it was right', async () => {
    const { open, answer, answerOf } = domain;
    for (const work of [undefined, '1.2.3.4']) {
      const [one, other] = [await open({ step: 2 }), await open({ step: 2 })];
      const attempt = { ...(work && { work }) };
      const right = { ...attempt, guess: await answerOf(one.id) };
      const refused = { ok: false, reason: 'work' };
      expect(await answer(one.id, right)).toMatchObject(refused);
      expect(await answer(other.id, { ...attempt, guess: 'WRONG' })).toMatchObject(refused);
    }
  });

  it('with its work is right', async () => {
    const { open, answer, answerOf } = domain;
    const { id, work } = await open({ step: 2 });
    if (!work) throw new Error('there is no work');
    const guess = await answerOf(id);
    expect(await answer(id, { guess, work: solveWork(work) })).toMatchObject({ ok: true });
  });

  it('that is sent again is worth the same token, for a minute, to who says the same', async () => {
    const { open, answer, answerOf, clock, events } = domain;
    const { id } = await open();
    const guess = await answerOf(id);
    const first = await answer(id, { guess });
    clock.nowMs += 59_999;
    const again = await answer(id, { guess }, { sitekey: 'forum' });
    const { answered: _, ...grant } = first;
    expect(again).toEqual(grant);
    expect(events.at(-1)).toEqual({ type: 'missed', outcome: 'repeated' });
    const gone = { ok: false, reason: 'gone' };
    expect(await answer(id, { guess: 'OTHER' })).toEqual(gone);
    expect(await answer(id, { guess, work: '1' })).toEqual(gone);
    expect(await answer(id, { guess }, { sitekey: 'shop' })).toEqual(gone);
    clock.nowMs += 1;
    expect(await answer(id, { guess })).toEqual(gone);
  });

  it('is told with what was noticed of who gave it', async () => {
    const { open, answer, answerOf, clock, redemptions, siteOf } = domain;
    const signalsOf = async (wish: object, afterMs: number, attempt: object = {}) => {
      const { id } = await open(wish);
      const guess = await answerOf(id);
      clock.nowMs += afterMs;
      const outcome = await answer(id, { guess, ...attempt });
      const redeemed = await redemptions.redeem(siteOf('forum'), outcome.ok ? outcome.token : '');
      return redeemed.ok ? redeemed.solved : undefined;
    };
    expect(await signalsOf({}, 1499)).toEqual({
      hostname: 'forum.example',
      sitekey: 'forum',
      kind: 'picture',
      level: 1,
      solvedMs: START_MS + 1499,
      signals: { solveMs: 1499, tooFast: true, honeypot: false, step: 0 },
    });
    expect(await signalsOf({ step: 1 }, 1500, { honeypot: true })).toMatchObject({
      level: 2,
      signals: { solveMs: 1500, tooFast: false, honeypot: true, step: 1 },
    });
  });

  it('counts for its style if it is the first of a visitor with nothing against him', async () => {
    const { open, answer, answerOf, siteChallenges, calibration } = domain;
    const solve = async (id: string) => answer(id, { guess: await answerOf(id) });
    await solve((await open({ step: 1 })).id);
    const refreshed = await siteChallenges.refresh((await open()).id, { step: 0 });
    await solve(refreshed?.id as string);
    const { id } = await open({ kind: 'sound' });
    const changed = await siteChallenges.refresh(id, { step: 0, kind: 'picture' });
    await solve(changed?.id as string);
    expect(await calibration.sync()).toEqual([]);
    await solve((await open()).id);
    await answer((await open()).id, { guess: 'WRONG' });
    expect(await calibration.sync()).toMatchObject([{ style: 'fans', right: 1, wrong: 1 }]);
  });

  it('that finds no room for its token may be sent again', async () => {
    const { open, answer, answerOf, store } = domain;
    const { id } = await open();
    const guess = await answerOf(id);
    const set = vi.spyOn(store, 'set').mockRejectedValueOnce(new Error('full'));
    await expect(answer(id, { guess })).rejects.toThrow('full');
    expect(await answer(id, { guess })).toMatchObject({ ok: true });
    // Nor does it matter if there is no room to keep it for that.
    const other = await open();
    const right = { guess: await answerOf(other.id) };
    set.mockRejectedValue(new Error('down'));
    await expect(answer(other.id, right)).rejects.toThrow('down');
    expect(await answer(other.id, right)).toEqual({ ok: false, reason: 'gone' });
  });
});

describe('a token that the store keeps too late', () => {
  it('is not the one that was given out and redeemed meanwhile', async () => {
    const { store, siteOf, redemptions } = domain;
    const { set } = store;
    const arrivals: (() => Promise<void>)[] = [];
    store.set = async (key, ...rest) => {
      if (!key.startsWith('token:') || arrivals.length > 0) return set(key, ...rest);
      arrivals.push(() => set(key, ...rest));
      throw new StoreError('unavailable', 'no answer in time');
    };
    const { id } = await domain.open();
    const guess = await domain.answerOf(id);
    await expect(domain.answer(id, { guess })).rejects.toThrow(StoreError);
    domain.clock.nowMs += 1000;
    const outcome = await domain.answer(id, { guess });
    const token = outcome.ok ? outcome.token : '';
    expect(await redemptions.redeem(siteOf('forum'), token)).toMatchObject({ ok: true });
    for (const arrive of arrivals) await arrive();
    expect(await redemptions.redeem(siteOf('forum'), token)).toEqual({
      ok: false,
      reason: 'spent',
    });
  });
});

describe('a challenge of work alone', () => {
  it('is kept nowhere, and is good once', async () => {
    const { open, answer, store, calibration, redemptions, siteOf } = domain;
    const set = vi.spyOn(store, 'set');
    const { id, work, media, answer: form } = await open({ kind: 'work' });
    expect(form).toEqual({ type: 'none', length: 0 });
    expect(set).not.toHaveBeenCalled();
    expect(id).toMatch(/^ibw1\./);
    expect(media).toBeUndefined();
    if (!work) throw new Error('there is no work');
    const solution = solveWork(work);
    const increment = vi.spyOn(store, 'increment');
    const first = await answer(id, { work: solution });
    expect(first).toMatchObject({ ok: true, answered: { kind: 'work' } });
    // Longer than the clock of any replica may believe that it is good.
    expect(increment).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^spent:/), 180_000);
    const again = await answer(id, { work: solution });
    expect(again.ok && first.ok && again.token === first.token).toBe(true);
    expect(await answer(id, { work: '' })).toEqual({ ok: false, reason: 'gone' });
    // Devices are quick, and say nothing about how people do.
    const redeemed = await redemptions.redeem(siteOf('forum'), first.ok ? first.token : '');
    expect(redeemed).toMatchObject({ solved: { signals: { tooFast: false, solveMs: 0 } } });
    expect(await calibration.sync()).toEqual([]);
  });

  it('is given up for another one as often as anybody asks: there is nothing to keep', async () => {
    const { open, siteChallenges } = domain;
    const { id } = await open({ kind: 'work' });
    for (let n = 0; n < 2; n++) {
      const next = await siteChallenges.refresh(id, { step: 0 });
      expect(next).toMatchObject({ kind: 'work' });
      expect(next?.id).not.toBe(id);
    }
  });

  it('is found until its time is over', async () => {
    const { open, siteChallenges, clock } = domain;
    const { id } = await open({ kind: 'work' });
    clock.nowMs += TTL_MS - 1;
    expect(await siteChallenges.find(id)).toMatchObject({ kind: 'work' });
    clock.nowMs += 1;
    expect(await siteChallenges.find(id)).toBeNull();
  });

  it('is not brought back by a store that has no room for its token', async () => {
    const { open, answer, store } = domain;
    const { id, work } = await open({ kind: 'work' });
    if (!work) throw new Error('there is no work');
    const attempt = { work: solveWork(work) };
    vi.spyOn(store, 'set').mockRejectedValueOnce(new Error('full'));
    await expect(answer(id, attempt)).rejects.toThrow('full');
    expect(await answer(id, attempt)).toEqual({ ok: false, reason: 'gone' });
  });
});
