import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Choice,
  createDifficulty,
  type DifficultyOptions,
} from '../../../src/abuse/difficulty.ts';
import { TALLY_LIMIT } from '../../../src/abuse/tally.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { type Store, StoreError } from '../../../src/store/store.ts';

const HOUR_MS = 3_600_000;
const SITE = 'forum';

/** The step, or 'refused'. */
const met = (choice: Choice): number | 'refused' => {
  if ('step' in choice) return choice.step;
  expect(choice.refusedMs).toBeGreaterThan(0);
  return 'refused';
};

function setUp(options: Partial<DifficultyOptions> = {}) {
  const clock = { nowMs: 500_000 * HOUR_MS };
  const nowMs = () => clock.nowMs;
  const store = createMemoryStore({ maxEntries: 1e6, maxBytes: 1e9, nowMs });
  const calls: string[] = [];
  const counted: Pick<Store, 'increment' | 'get'> = {
    increment: (key, ms, by) => {
      calls.push(key);
      return store.increment(key, ms, by);
    },
    get: (key) => {
      calls.push(key);
      return store.get(key);
    },
  };
  let load = 0;
  const difficulty = createDifficulty({ store: counted, nowMs, load: () => load, ...options });

  const clientOf = (narrow: string, wide = `wide of ${narrow}`) => ({ narrow, wide });
  /** Opens a challenge and, half a minute later, answers it, or does not. */
  async function visit(
    client: { narrow: string; wide: string },
    end: 'solved' | 'failed' | 'left',
    waitMs = 30_000,
  ): Promise<number | 'refused'> {
    const openedMs = clock.nowMs;
    const step = met(await difficulty.choose(client, SITE, 4));
    clock.nowMs += waitMs;
    if (end !== 'left' && step !== 'refused') await difficulty[end](client, SITE, openedMs);
    return step;
  }
  const stepOf = async (narrow: string, wide?: string) =>
    met(await difficulty.choose(clientOf(narrow, wide), SITE, 4));
  return {
    clock,
    store,
    calls,
    difficulty,
    clientOf,
    visit,
    stepOf,
    setLoad: (to: number) => (load = to),
  };
}

describe('the difficulty', () => {
  it('rises with the failures of an address, and leaves all others in peace', async () => {
    const { visit, clientOf, stepOf } = setUp();
    const steps = [];
    for (let n = 0; n < 9; n++) steps.push(await visit(clientOf('bot'), 'failed'));
    expect(steps).toEqual([0, 0, 1, 1, 2, 2, 2, 2, 3]);
    expect(await stepOf('person')).toBe(0);
  });

  it('is forgotten six hours after the last failure', async () => {
    const { visit, clientOf, clock, stepOf } = setUp();
    for (let n = 0; n < 15; n++) await visit(clientOf('bot'), 'failed', 1000);
    expect(await stepOf('bot')).toBe(3);
    clock.nowMs += 3 * HOUR_MS;
    expect(await stepOf('bot')).toBeGreaterThan(0);
    clock.nowMs += 3 * HOUR_MS;
    expect(await stepOf('bot')).toBe(0);
  });

  it('refuses an address that only fails, and nobody else, until enough of it is forgotten', async () => {
    const { visit, clientOf, clock, difficulty, stepOf } = setUp();
    const bot = clientOf('bot', 'street');
    let attempts = 0;
    while (attempts < 100 && (await visit(bot, 'failed')) !== 'refused') attempts++;
    expect(attempts).toBe(16);
    expect(await stepOf('neighbour', 'street')).toBe(0);
    const choice = await difficulty.choose(bot, SITE, 4);
    const refusedMs = 'refusedMs' in choice ? choice.refusedMs : 0;
    // All sixteen count in full until the bucket of two hours is over, and then fade.
    expect(refusedMs).toBeGreaterThan(HOUR_MS);
    expect(refusedMs).toBeLessThanOrEqual(2 * HOUR_MS + 300_000);
    clock.nowMs += refusedMs - 300_000 - 1;
    expect(await stepOf('bot', 'street')).toBe('refused');
    clock.nowMs += 300_001;
    expect(await stepOf('bot', 'street')).toBe(3);
  });

  it('lets a refused address fail a few times an hour, however long that goes on', async () => {
    const { visit, clientOf, clock } = setUp();
    let served = 0;
    const endMs = clock.nowMs + 24 * HOUR_MS;
    while (clock.nowMs < endMs)
      if ((await visit(clientOf('bot'), 'failed')) !== 'refused') served++;
    // 16 at first, and 16 / 1.5 in each bucket afterwards: what weighs 1 and 1/2 at its end.
    expect(served / 12).toBeGreaterThan(10);
    expect(served / 12).toBeLessThan(13);
  });

  it('counts nothing of what it refuses, and does not ask the store each time', async () => {
    const { visit, clientOf, calls, clock, store } = setUp();
    for (let n = 0; n < 16; n++) await visit(clientOf('bot'), 'failed');
    const key = calls.find((name) => name.startsWith('dn:bot:')) as string;
    const before = await store.get(key);
    expect(before).not.toBeNull();
    calls.length = 0;
    expect(await visit(clientOf('bot'), 'left', 0)).toBe('refused');
    // Nine as ever, and two that take it back.
    expect(calls).toHaveLength(11);
    for (let n = 0; n < 1000; n++) await visit(clientOf('bot'), 'left', 100);
    expect(calls).toHaveLength(11);
    clock.nowMs += 300_000;
    expect(await visit(clientOf('bot'), 'left', 0)).toBe('refused');
    expect(calls).toHaveLength(22);
    expect(await store.get(key)).toBe(before);
  });

  it('lets an address in again when people there solve what they had open', async () => {
    const { visit, clientOf, clock, difficulty, stepOf } = setUp();
    const office = clientOf('office');
    const openedMs = clock.nowMs;
    for (let n = 0; n < 20; n++) await difficulty.choose(office, SITE, 4);
    for (let n = 0; n < 16; n++) await visit(office, 'failed', 0);
    expect(await stepOf('office')).toBe('refused');
    for (let n = 0; n < 20; n++) await difficulty.solved(office, SITE, openedMs);
    clock.nowMs += 300_000;
    expect(await stepOf('office')).not.toBe('refused');
  });

  it('refuses who looks at pictures and answers only what he has read', async () => {
    const { visit, clientOf } = setUp();
    const met = [];
    for (let n = 0; n < 200; n++) {
      met.push(await visit(clientOf('picky'), n % 10 < 3 ? 'solved' : 'left', 20_000));
    }
    expect(met.indexOf('refused')).toBeGreaterThan(50);
    expect(met.indexOf('refused')).toBeLessThan(80);
  });

  it('holds pictures against whoever only looks at them in search of an easy one', async () => {
    const { visit, clientOf, clock, stepOf } = setUp();
    const steps = [];
    for (let n = 0; n < 30; n++) steps.push(await visit(clientOf('shopper'), 'left', 1000));
    // A class that has just opened its forms looks the same.
    expect(steps.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(Math.max(...steps.map(Number))).toBe(1);
    clock.nowMs += 120_000;
    expect(await stepOf('shopper')).toBe(3);
  });

  it('waits as long as a site gives for an answer, before it holds a picture against anybody', async () => {
    const { visit, clientOf, clock, stepOf } = setUp({ challengeTtlMs: 20 * 60_000 });
    for (let n = 0; n < 30; n++) await visit(clientOf('slow'), 'left', 100);
    clock.nowMs += 9 * 60_000;
    expect(await stepOf('slow')).toBe(1);
    clock.nowMs += 12 * 60_000;
    expect(await stepOf('slow')).toBe(3);
  });

  it('stays easy for a campus of thousands behind one address', async () => {
    const { visit, clientOf } = setUp();
    const campus = clientOf('campus');
    let hardest = 0;
    for (let n = 0; n < 3000; n++) {
      // Every eighth leaves, and every eleventh of the others fails.
      const end = n % 8 === 0 ? 'left' : n % 11 === 0 ? 'failed' : 'solved';
      hardest = Math.max(hardest, Number(await visit(campus, end, 1200)));
    }
    expect(hardest).toBe(0);
  });

  it('rises for everybody at a site that many new addresses attack, by two steps at most', async () => {
    const { visit, clientOf, stepOf, clock } = setUp();
    for (let n = 0; n < 300; n++) await visit(clientOf(`bot ${n}`), 'failed', 1000);
    expect(await stepOf('person')).toBe(2);
    clock.nowMs += HOUR_MS;
    expect(await stepOf('person later')).toBe(0);
  });

  it('cannot be raised for a site from one address, nor for a street', async () => {
    const { visit, clientOf, stepOf } = setUp();
    for (let n = 0; n < 1000; n++) await visit(clientOf('vandal', 'street'), 'failed', 100);
    expect(await stepOf('neighbour', 'street')).toBe(0);
    expect(await stepOf('person')).toBe(0);
  });

  it('is raised by three addresses that only fail four times each, not by two', async () => {
    const { visit, clientOf, stepOf } = setUp();
    for (let n = 0; n < 3; n++) {
      expect(await stepOf(`neighbour ${n}`, 'street')).toBe(0);
      for (let m = 0; m < 4; m++) await visit(clientOf(`bot ${n}`, 'street'), 'failed', 100);
    }
    expect(await stepOf('another neighbour', 'street')).toBe(1);
  });

  it('rises for a network whose addresses take turns', async () => {
    const { visit, clientOf, stepOf } = setUp();
    // Among as many people that the site sees nothing.
    for (let n = 0; n < 30; n++) {
      await visit(clientOf(`turn ${n}`, 'network'), 'failed', 1000);
      for (let m = 0; m < 4; m++) await visit(clientOf(`person ${n} ${m}`), 'solved', 1000);
    }
    expect(await stepOf('turn 30', 'network')).toBe(2);
    expect(await stepOf('person elsewhere')).toBe(0);
  });

  it('rises sooner while the service is busy, but for nobody who has done nothing', async () => {
    const { visit, clientOf, stepOf, setLoad } = setUp();
    await visit(clientOf('clumsy'), 'failed');
    expect(await stepOf('clumsy')).toBe(0);
    setLoad(1);
    expect(await stepOf('clumsy')).toBe(1);
    expect(await stepOf('person')).toBe(0);
  });

  it('asks the store nine things at once, and nothing afterwards, once an address is known', async () => {
    const { visit, clientOf, calls } = setUp();
    for (let n = 0; n < 5; n++) await visit(clientOf('home'), 'solved');
    calls.length = 0;
    await visit(clientOf('home'), 'left');
    expect(calls).toHaveLength(9);
  });

  it('is chosen by what an address did at that site: trust at another is not worth anything here', async () => {
    const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => 0 });
    const difficulty = createDifficulty({ store, nowMs: () => 0 });
    const client = { narrow: 'bot', wide: 'its street' };
    const stepAt = async (site: string) => met(await difficulty.choose(client, site, 4));
    for (let n = 0; n < 6; n++) {
      await stepAt('picky');
      await difficulty.failed(client, 'picky', 0);
    }
    const before = await stepAt('picky');
    expect(before).toBeGreaterThan(0);
    for (let n = 0; n < 40; n++) {
      await stepAt('easy');
      await difficulty.solved(client, 'easy', 0);
    }
    expect(await stepAt('picky')).toBeGreaterThanOrEqual(Number(before));
  });

  it('is the second for new addresses when there is no room to count them', async () => {
    const store = createMemoryStore({ maxEntries: 6, maxBytes: 1e6, nowMs: () => 0 });
    const difficulty = createDifficulty({ store, nowMs: () => 0 });
    const stepOf = async (name: string, steps = 4) =>
      met(await difficulty.choose({ narrow: name, wide: `wide of ${name}` }, SITE, steps));
    expect(await stepOf('known')).toBe(0);
    for (let n = 0; n < 10; n++) await stepOf(`${n}`);
    expect(await stepOf('new')).toBe(1);
    expect(await stepOf('new', 1)).toBe(0);
    expect(await stepOf('known')).toBe(0);
    await difficulty.failed({ narrow: 'new', wide: 'new' }, SITE, 0);
  });

  it('counts a site no further than a tally can tell', async () => {
    const store = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs: () => 0 });
    const difficulty = createDifficulty({ store, nowMs: () => 0 });
    await store.increment(`ds:${SITE}:0`, HOUR_MS, TALLY_LIMIT - 1);
    for (const narrow of ['last', 'late']) {
      await difficulty.choose({ narrow, wide: 'wide' }, SITE, 4);
      await difficulty.failed({ narrow, wide: 'wide' }, SITE, 0);
    }
    expect(Number(await store.get(`ds:${SITE}:0`))).toBe(TALLY_LIMIT);
  });

  it('is not known while the store does not answer', async () => {
    const broken = {
      increment: () => Promise.reject(new Error('down')),
      get: () => Promise.reject(new Error('down')),
    };
    const difficulty = createDifficulty({ store: broken, nowMs: Date.now });
    const client = { narrow: randomUUID(), wide: randomUUID() };
    await expect(difficulty.choose(client, SITE, 4)).rejects.toThrow('down');
    await expect(difficulty.failed(client, SITE, Date.now())).rejects.toThrow('down');
  });

  it('is not guessed from what can be read while nothing can be counted', async () => {
    const store = {
      increment: () => Promise.reject(new StoreError('unavailable', 'no answer')),
      get: async () => null,
    };
    const difficulty = createDifficulty({ store, nowMs: Date.now });
    const client = { narrow: randomUUID(), wide: randomUUID() };
    await expect(difficulty.choose(client, SITE, 4)).rejects.toThrow('no answer');
    await expect(difficulty.solved(client, SITE, Date.now())).rejects.toThrow('no answer');
  });

  it('is told to whoever observes, and so is a refusal', async () => {
    const events: unknown[] = [];
    const { visit, clientOf } = setUp({ observe: (event) => events.push(event) });
    for (let n = 0; n < 17; n++) await visit(clientOf('bot'), 'failed');
    expect(events).toHaveLength(17);
    expect(events[0]).toEqual({ type: 'stepped', sitekey: SITE, step: 0 });
    expect(events[15]).toEqual({ type: 'stepped', sitekey: SITE, step: 3 });
    expect(events[16]).toEqual({ type: 'turned-away', sitekey: SITE });
  });
});
