import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory.ts';
import type { Store } from '../../../src/store/store.ts';

function setUp(limits: { maxEntries?: number; maxBytes?: number } = {}) {
  const clock = { nowMs: 0 };
  const store = createMemoryStore({
    maxEntries: 3,
    maxBytes: 1e6,
    nowMs: () => clock.nowMs,
    ...limits,
  });
  return { clock, store };
}

describe('a full memory store', () => {
  it('refuses a new entry and keeps those it has', async () => {
    const { store } = setUp();
    for (const key of ['a', 'b', 'c']) await store.set(key, key, 1000);
    await expect(store.set('d', 'd', 1000)).rejects.toMatchObject({
      code: 'full',
      message: 'the memory store is full',
    });
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(store.take))).toEqual(['a', 'b', 'c', null]);
  });

  it('has room again when an entry is taken', async () => {
    const { store } = setUp();
    for (const key of ['a', 'b', 'c']) await store.set(key, key, 1000);
    await store.take('b');
    await store.set('d', 'd', 1000);
    expect(await store.take('d')).toBe('d');
  });

  it('has room again when entries have expired, though nobody asked for them', async () => {
    const { store, clock } = setUp();
    for (const key of ['a', 'b', 'c']) await store.set(key, key, 1000);
    clock.nowMs = 2000;
    for (const key of ['d', 'e', 'f']) await store.set(key, key, 1000);
    expect(await store.take('f')).toBe('f');
  });

  it('still replaces an entry that it has', async () => {
    const { store } = setUp();
    for (const key of ['a', 'b', 'c']) await store.set(key, 'old', 1000);
    await store.set('b', 'new', 1000);
    expect(await store.take('b')).toBe('new');
  });

  it('counts bytes as well as entries, and gives them back', async () => {
    const { store } = setUp({ maxEntries: 1000, maxBytes: 10_000 });
    await store.set('large', 'x'.repeat(4000), 1000);
    await expect(store.set('another', 'x'.repeat(4000), 1000)).rejects.toMatchObject({
      code: 'full',
    });
    // In its own place there is room for as much again.
    await store.set('large', 'y'.repeat(4000), 1000);
    await store.take('large');
    await store.set('another', 'x'.repeat(4000), 1000);
  });

  it('counts two bytes a character and 200 for each entry, and is full beyond the last', async () => {
    const { store } = setUp({ maxBytes: 2 * (200 + 2 * 'a1'.length) });
    await store.set('a', '1', 1000);
    await store.set('b', '2', 1000);
    await expect(store.set('b', '22', 1000)).rejects.toMatchObject({ code: 'full' });
    expect([await store.get('a'), await store.get('b')]).toEqual(['1', '2']);
  });
});

it('a memory store that is closed says so', async () => {
  const { store } = setUp();
  await store.close();
  await expect(store.ping()).rejects.toThrow('the memory store is closed');
});

describe('expiry in memory', () => {
  it('is exact to the millisecond', async () => {
    const { store, clock } = setUp({ maxEntries: 4 });
    // Within a second, when nothing is swept.
    for (const key of ['a', 'b', 'c']) await store.set(key, key, 500);
    await store.increment('count', 500);
    clock.nowMs = 499;
    expect(await store.get('a')).toBe('a');
    expect(await store.take('a')).toBe('a');
    expect(await store.extend('b', 1)).toBe(true);
    expect(await store.increment('count', 500)).toEqual({ count: 2, resetMs: 1 });
    clock.nowMs = 500;
    expect(await store.get('c')).toBeNull();
    expect(await store.extend('c', 500)).toBe(false);
    expect(await store.take('b')).toBeNull();
    expect(await store.increment('count', 500)).toEqual({ count: 1, resetMs: 500 });
  });

  it('of one entry takes no other with it that ends later in the same second', async () => {
    const { store, clock } = setUp();
    await store.set('later', 'still there', 1500);
    clock.nowMs = 1000;
    await store.ping();
    expect(await store.take('later')).toBe('still there');
  });

  it.each([
    ['replaced', (store: Store) => store.set('key', 'new', 60_000)],
    ['extended', (store: Store) => store.extend('key', 60_000)],
    [
      'taken and set again',
      async (store: Store) => {
        await store.take('key');
        await store.set('key', 'new', 60_000);
      },
    ],
  ])('counts anew for an entry that is %s', async (_what, renew) => {
    const { store, clock } = setUp();
    await store.set('key', 'new', 80);
    await renew(store);
    clock.nowMs = 5000;
    expect(await store.get('key')).toBe('new');
  });

  it('does not touch what is set under the same key when it is over', async () => {
    const { store, clock } = setUp();
    await store.set('key', 'old', 80);
    clock.nowMs = 1000;
    await store.set('key', 'new', 60_000);
    clock.nowMs = 5000;
    expect(await store.get('key')).toBe('new');
  });

  it('holds nothing that has expired, over many rounds', async () => {
    const { store, clock } = setUp({ maxEntries: 10, maxBytes: 3000 });
    for (let round = 0; round < 1000; round++) {
      clock.nowMs += 2000;
      for (let n = 0; n < 10; n++) await store.set(`${round}-${n}`, 'v', 1 + n * 100);
    }
  });
});
