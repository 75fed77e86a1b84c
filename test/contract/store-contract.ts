import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Store, StoreError } from '../../src/store/store.ts';

/** How the contract makes a store of one implementation, and how time passes for it. */
export interface StoreUnderTest {
  /** Once before all cases: starts what the store needs. */
  setUp?(): Promise<void>;
  tearDown?(): Promise<void>;
  /** A store that is ready and empty. */
  create(): Promise<Store>;
  /** Lets this much of the store's time pass. */
  pass(ms: number): Promise<void>;
}

/** What every Store guarantees, as stated on the interface. */
export function describeStore(name: string, underTest: StoreUnderTest): void {
  describe(`the store contract holds for ${name}`, () => {
    let store: Store;
    if (underTest.setUp) beforeAll(underTest.setUp);
    if (underTest.tearDown) afterAll(underTest.tearDown);
    beforeEach(async () => {
      store = await underTest.create();
    });
    afterEach(() => store.close());

    it('gives a value back once', async () => {
      await store.set('key', 'value', 60_000);
      expect(await store.take('key')).toBe('value');
      expect(await store.take('key')).toBeNull();
    });

    it('has nothing under a key that was never set', async () => {
      expect(await store.take('never set')).toBeNull();
    });

    it('gives the value to exactly one of 200 concurrent callers', async () => {
      await store.set('contested', 'prize', 60_000);
      const taken = await Promise.all(Array.from({ length: 200 }, () => store.take('contested')));
      expect(taken.filter((value) => value === 'prize')).toHaveLength(1);
      expect(taken.filter((value) => value === null)).toHaveLength(199);
    });

    it('keeps a value until its time is over, and not longer', async () => {
      await store.set('short', 'gone soon', 80);
      await store.set('long', 'still there', 60_000);
      await underTest.pass(120);
      expect(await store.take('short')).toBeNull();
      expect(await store.take('long')).toBe('still there');
    });

    it('replaces a value and its expiry', async () => {
      await store.set('key', 'old', 80);
      await store.set('key', 'new', 60_000);
      await underTest.pass(120);
      expect(await store.take('key')).toBe('new');
    });

    it('keeps keys apart', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, n) => store.set(`k${n}`, `v${n}`, 60_000)));
      const values = await Promise.all(Array.from({ length: 50 }, (_, n) => store.take(`k${n}`)));
      expect(values).toEqual(Array.from({ length: 50 }, (_, n) => `v${n}`));
    });

    it.each(['', ' ', 'a:b:c', '{tag}x', 'ключ', '💣', '\r\nFLUSHALL\r\n', '__proto__'])(
      'takes %j as key and as value',
      async (text) => {
        await store.set(text, text, 60_000);
        expect(await store.take(text)).toBe(text);
      },
    );

    it('shows a value as often as it is looked at, until it is taken', async () => {
      await store.set('key', 'value', 60_000);
      expect([await store.get('key'), await store.get('key')]).toEqual(['value', 'value']);
      expect(await store.take('key')).toBe('value');
      expect(await store.get('key')).toBeNull();
    });

    it('shows nothing that was never set or has expired', async () => {
      await store.set('short', 'gone soon', 80);
      await underTest.pass(120);
      expect([await store.get('short'), await store.get('never set')]).toEqual([null, null]);
    });

    it('lets a value live longer, or shorter, when it is extended', async () => {
      await store.set('longer', 'still there', 300);
      await store.set('shorter', 'gone soon', 60_000);
      expect([await store.extend('longer', 60_000), await store.extend('shorter', 80)]).toEqual([
        true,
        true,
      ]);
      await underTest.pass(320);
      expect(await store.take('longer')).toBe('still there');
      expect(await store.take('shorter')).toBeNull();
    });

    it('extends nothing that was never set, was taken or has expired', async () => {
      await store.set('taken', 'value', 60_000);
      await store.set('short', 'gone soon', 80);
      await store.take('taken');
      await underTest.pass(120);
      for (const key of ['never set', 'taken', 'short']) {
        expect(await store.extend(key, 60_000), key).toBe(false);
        expect(await store.take(key), key).toBeNull();
      }
    });

    it('never brings back what is taken while it is extended', async () => {
      for (let round = 0; round < 20; round++) {
        await store.set('contested', 'prize', 60_000);
        const calls = Array.from({ length: 10 }, () => [
          store.extend('contested', 60_000),
          store.take('contested'),
        ]);
        const results = await Promise.all(calls.flat());
        expect(results.filter((result) => result === 'prize')).toHaveLength(1);
        expect(await store.get('contested')).toBeNull();
      }
    });

    it('counts, and forgets the count when its window ends, however often it is added to', async () => {
      expect(await store.increment('window', 400)).toEqual({ count: 1, resetMs: 400 });
      await underTest.pass(100);
      const { count, resetMs } = await store.increment('window', 60_000, 5);
      expect(count).toBe(6);
      expect(resetMs).toBeGreaterThan(0);
      expect(resetMs).toBeLessThanOrEqual(300);
      await underTest.pass(320);
      expect(await store.get('window')).toBeNull();
      expect((await store.increment('window', 60_000)).count).toBe(1);
    });

    it('takes back what was counted, in the same window', async () => {
      await store.increment('regretted', 60_000, 2 ** 36 + 2);
      const { count, resetMs } = await store.increment('regretted', 90_000, -1);
      expect(count).toBe(2 ** 36 + 1);
      expect(resetMs).toBeLessThanOrEqual(60_000);
    });

    it('counts each of 200 concurrent additions once, and shows the sum', async () => {
      const sums = await Promise.all(
        Array.from({ length: 200 }, () => store.increment('contested', 60_000)),
      );
      expect(new Set(sums.map(({ count }) => count)).size).toBe(200);
      expect(await store.get('contested')).toBe('200');
    });

    it('lets one of 200 concurrent names claim a value, and that one again and again', async () => {
      await store.set('contested', 'prize', 60_000);
      const names = Array.from({ length: 200 }, (_, n) => `name ${n}`);
      const claim = (name: string) => store.claim('contested', name, 60_000);
      const first = await Promise.all(names.map(claim));
      expect(first.filter((value) => value === 'prize')).toHaveLength(1);
      expect(await Promise.all(names.map(claim))).toEqual(first);
      expect([await store.get('contested'), await store.take('contested')]).toEqual([null, null]);
    });

    it('lets only one of those who take and those who claim have a value', async () => {
      for (let round = 0; round < 20; round++) {
        await store.set('contested', 'prize', 60_000);
        const calls = Array.from({ length: 5 }, (_, n) => [
          store.claim('contested', `round ${round} name ${n}`, 60_000),
          store.take('contested'),
        ]);
        const had = (await Promise.all(calls.flat())).filter((value) => value !== null);
        expect(had).toEqual(['prize']);
      }
    });

    it('keeps a claim for its time, and never longer than the value', async () => {
      await store.set('long', 'value', 60_000);
      await store.set('short', 'value', 80);
      expect(await store.claim('long', 'name', 80)).toBe('value');
      expect(await store.claim('short', 'name', 60_000)).toBe('value');
      await underTest.pass(120);
      expect(await store.claim('long', 'name', 80)).toBeNull();
      expect(await store.claim('short', 'name', 80)).toBeNull();
    });

    it.each(['', 'a:b', '{tag}x', '💣'])('claims and releases %j', async (key) => {
      await store.set(key, 'value', 60_000);
      expect(await store.claim(key, 'name', 60_000)).toBe('value');
      await store.release(key, 'name', 60_000);
      expect(await store.claim(key, 'another', 60_000)).toBe('value');
    });

    it('gives back what was claimed, for the time that is said, and only by its name', async () => {
      await store.set('key', 'value', 60_000);
      await store.claim('key', 'name', 60_000);
      await store.release('key', 'another', 60_000);
      expect(await store.take('key')).toBeNull();
      await store.release('key', 'name', 80);
      expect(await store.get('key')).toBe('value');
      await underTest.pass(120);
      expect(await store.get('key')).toBeNull();
    });

    it('gives nothing back that is claimed no more, or was never there', async () => {
      await store.set('key', 'value', 60_000);
      await store.claim('key', 'name', 80);
      await underTest.pass(120);
      await store.release('key', 'name', 60_000);
      await store.release('never set', 'name', 60_000);
      expect([await store.take('key'), await store.take('never set')]).toEqual([null, null]);
    });

    it('replaces nothing with what is given back', async () => {
      await store.set('key', 'old', 60_000);
      await store.claim('key', 'name', 60_000);
      await store.set('key', 'new', 60_000);
      await store.release('key', 'name', 60_000);
      expect(await store.take('key')).toBe('new');
    });

    it('names its memory, always the same', async () => {
      const name = await store.memory();
      expect(name).toMatch(/^[A-Za-z0-9_-]{8}$/);
      await store.set('key', 'value', 60_000);
      expect(new Set(await Promise.all(Array.from({ length: 20 }, store.memory)))).toEqual(
        new Set([name]),
      );
    });

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    it('refuses everything after it is closed, and can be closed twice', async () => {
      await store.close();
      await store.close();
      const calls = [
        store.set('k', 'v', 1000),
        store.take('k'),
        store.get('k'),
        store.extend('k', 1000),
        store.memory(),
        store.claim('k', 'name', 1000),
        store.release('k', 'name', 1000),
        store.increment('k', 1000),
        store.ping(),
      ];
      for (const call of calls) {
        await expect(call).rejects.toThrow(StoreError);
        await expect(call).rejects.toMatchObject({ code: 'unavailable' });
      }
    });
  });
}
