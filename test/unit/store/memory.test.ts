import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory.ts';

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
    await expect(store.set('d', 'd', 1000)).rejects.toMatchObject({ code: 'full' });
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
    await store.take('large');
    await store.set('another', 'x'.repeat(4000), 1000);
  });
});

describe('expiry in memory', () => {
  it('is exact to the millisecond', async () => {
    const { store, clock } = setUp();
    await store.set('a', 'a', 1000);
    await store.set('b', 'b', 1000);
    clock.nowMs = 999;
    expect(await store.take('a')).toBe('a');
    clock.nowMs = 1000;
    expect(await store.take('b')).toBeNull();
  });

  it('of one entry takes no other with it: later in the same second, or set anew', async () => {
    const { store, clock } = setUp();
    await store.set('later', 'still there', 1500);
    await store.set('anew', 'old', 80);
    await store.set('anew', 'new', 60_000);
    clock.nowMs = 1000;
    await store.ping();
    expect(await store.take('later')).toBe('still there');
    clock.nowMs = 5000;
    expect(await store.take('anew')).toBe('new');
  });

  it('holds nothing that has expired, over many rounds', async () => {
    const { store, clock } = setUp({ maxEntries: 10 });
    for (let round = 0; round < 1000; round++) {
      clock.nowMs += 2000;
      for (let n = 0; n < 10; n++) await store.set(`${round}-${n}`, 'v', 1 + n * 100);
    }
  });
});
