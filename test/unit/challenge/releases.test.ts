import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReleases, type Releases } from '../../../src/challenge/releases.ts';
import { StoreError } from '../../../src/store/store.ts';

let isDown: boolean;
let nowMs: number;
let released: string[];
let releases: Releases;
beforeEach(() => {
  vi.useFakeTimers();
  isDown = true;
  nowMs = 0;
  released = [];
  releases = createReleases({
    store: {
      release: async (key, name, ttlMs) => {
        if (isDown) throw new StoreError('unavailable', 'down');
        released.push(`${key} ${name} ${ttlMs}`);
      },
    },
    nowMs: () => nowMs,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a claim in doubt', () => {
  it('is given back when the store is back, and once more for what was on its way', async () => {
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(released).toEqual([]);
    isDown = false;
    nowMs = 10_000;
    await vi.advanceTimersByTimeAsync(100);
    expect(released).toEqual(['k n 50000']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released).toEqual(['k n 50000', 'k n 50000']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given back at once when somebody asks for the key', async () => {
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    releases.release({ key: 'k', name: 'm', untilMs: 60_000 });
    await expect(releases.settle('k')).rejects.toThrow(StoreError);
    await releases.settle('another');
    isDown = false;
    await releases.settle('k');
    expect(released).toEqual(['k n 60000', 'k m 60000']);
  });

  it('of what is over is given back to nobody', async () => {
    isDown = false;
    nowMs = 60_000;
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that somebody settles is given back no more, but once for what was on its way', async () => {
    isDown = false;
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await Promise.all([releases.settle('k'), releases.settle('k')]);
    expect(released).toHaveLength(2);
    await releases.settle('k');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays in doubt when another one of the same key is given back', async () => {
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(50);
    releases.release({ key: 'k', name: 'm', untilMs: 60_000 });
    isDown = false;
    await vi.advanceTimersByTimeAsync(60);
    expect(released).toEqual(['k n 60000']);
    await releases.settle('k');
    expect(released).toEqual(['k n 60000', 'k m 60000']);
  });

  it('is one of ten thousand at most', async () => {
    for (let n = 0; n < 10_001; n++) releases.release({ key: `k${n}`, name: 'n', untilMs: 60_000 });
    expect(vi.getTimerCount()).toBe(10_000);
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(new Set(released).size).toBe(10_000);
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(100);
    expect(released.at(-1)).toBe('k n 60000');
  });
});
