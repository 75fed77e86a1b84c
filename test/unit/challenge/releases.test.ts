import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReleases, type Releases } from '../../../src/challenge/releases.ts';
import { StoreError } from '../../../src/store/store.ts';

let isDown: boolean;
let nowMs: number;
let released: string[];
let attempts: number;
/** The name of a claim that the store cannot give back. */
let stuck: string;
let releases: Releases;
beforeEach(() => {
  vi.useFakeTimers();
  isDown = true;
  nowMs = 0;
  released = [];
  attempts = 0;
  stuck = '';
  releases = createReleases({
    store: {
      release: async (key, name, ttlMs) => {
        attempts++;
        if (isDown || name === stuck) throw new StoreError('unavailable', 'down');
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
    releases.release({ key: 'k', name: 'm', untilMs: 60_000 });
    isDown = false;
    stuck = 'm';
    await vi.advanceTimersByTimeAsync(110);
    expect(released).toEqual(['k n 60000']);
    stuck = '';
    await releases.settle('k');
    expect(released).toEqual(['k n 60000', 'k m 60000']);
  });

  it('does not keep the store busy that is away, with many others', async () => {
    for (let n = 0; n < 1000; n++) releases.release({ key: `k${n}`, name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(attempts).toBe(500);
    isDown = false;
    await vi.advanceTimersByTimeAsync(100);
    expect(new Set(released).size).toBe(1000);
  });

  it('does not wait for others that cannot be given back', async () => {
    isDown = false;
    stuck = 'm';
    for (let n = 0; n < 200; n++) {
      const name = n % 3 === 0 ? 'n' : 'm';
      releases.release({ key: `k${n}`, name, untilMs: 60_000 });
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(released).toHaveLength(67);
  });

  it('is one of ten thousand at most', async () => {
    for (let n = 0; n < 10_001; n++) releases.release({ key: `k${n}`, name: 'n', untilMs: 60_000 });
    expect(vi.getTimerCount()).toBe(1);
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(new Set(released).size).toBe(10_000);
    releases.release({ key: 'k', name: 'n', untilMs: 60_000 });
    await vi.advanceTimersByTimeAsync(100);
    expect(released.at(-1)).toBe('k n 60000');
  });
});
