import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindow, weightOf } from '../../../src/abuse/windows.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

const BUCKET_MS = 60_000;

function setUp(previous = 2) {
  // Far from zero, as a wall clock is, and at the beginning of a bucket.
  const clock = { nowMs: 1000 * BUCKET_MS };
  const nowMs = () => clock.nowMs;
  const store = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs });
  const window = createWindow(store, { name: 'w', bucketMs: BUCKET_MS, previous }, nowMs);
  return { clock, store, window };
}

describe('a window', () => {
  it('tells what was counted by its name, and nothing of other names', async () => {
    const { window, clock } = setUp();
    await window.add('a', 'opened', clock.nowMs);
    await window.add('a', 'failed', clock.nowMs);
    expect((await window.read('a')).all).toEqual({ opened: 1, solved: 0, failed: 1 });
    expect((await window.read('b')).all).toEqual({ opened: 0, solved: 0, failed: 0 });
  });

  it('counts an answer where its challenge was opened, so that none seems unanswered', async () => {
    const { window, clock } = setUp();
    const openedMs = clock.nowMs;
    await window.open('a');
    clock.nowMs += BUCKET_MS;
    await window.add('a', 'solved', openedMs);
    const { bucket, raw } = await window.read('a');
    expect(bucket).toEqual({ opened: 0, solved: 0, failed: 0 });
    expect(raw[0]).toEqual({ opened: 1, solved: 1, failed: 0 });
  });

  it('forgets half of it in the next bucket, and all of it in the end', async () => {
    const { window, clock } = setUp();
    for (let n = 0; n < 100; n++) await window.add('a', 'failed', clock.nowMs);
    const leftAfter = async (buckets: number) => {
      clock.nowMs = (1000 + buckets) * BUCKET_MS;
      return (await window.read('a')).all.failed;
    };
    expect(await leftAfter(0.99)).toBe(100);
    expect(await leftAfter(1)).toBe(100);
    expect(await leftAfter(1.5)).toBeCloseTo(70.7, 1);
    expect(await leftAfter(2)).toBe(50);
    expect(await leftAfter(2.5)).toBeCloseTo(50 * Math.SQRT1_2 * 0.5, 1);
    expect(await leftAfter(3)).toBe(0);
  });

  it('foretells what will be left of it', async () => {
    const { window, clock } = setUp();
    for (let n = 0; n < 100; n++) await window.add('a', 'failed', clock.nowMs);
    clock.nowMs += 0.3 * BUCKET_MS;
    const { all, later } = await window.read('a');
    expect(later(0)).toEqual(all);
    const startMs = clock.nowMs;
    for (let n = 1; n < 35; n++) {
      const afterMs = 0.1 * n * BUCKET_MS;
      clock.nowMs = startMs + afterMs;
      expect(later(afterMs).failed).toBeCloseTo((await window.read('a')).all.failed, 6);
    }
  });

  it('takes back what was opened and not given', async () => {
    const { window, clock } = setUp();
    const openedMs = clock.nowMs;
    await window.open('a');
    await window.add('a', 'failed', openedMs);
    clock.nowMs += BUCKET_MS;
    await window.unopen('a', openedMs);
    expect((await window.read('a')).raw[0]).toEqual({ opened: 0, solved: 0, failed: 1 });
  });

  it('keeps it until then, at whatever moment of a minute it came', async () => {
    const { window, clock } = setUp();
    clock.nowMs += BUCKET_MS - 1;
    for (let n = 0; n < 100; n++) await window.add('a', 'failed', clock.nowMs);
    clock.nowMs = 1002.9 * BUCKET_MS;
    expect((await window.read('a')).all.failed).toBeGreaterThan(2);
  });

  it('leaves nothing in the store a minute after it has forgotten', async () => {
    const { window, clock, store } = setUp();
    await window.add('a', 'failed', clock.nowMs);
    expect(await store.get(`w:a:${(1000).toString(36)}`)).not.toBeNull();
    clock.nowMs += 4 * BUCKET_MS;
    expect(await store.get(`w:a:${(1000).toString(36)}`)).toBeNull();
  });

  it('ignores an answer that comes later than anybody would look', async () => {
    const { window, clock } = setUp();
    const openedMs = clock.nowMs;
    clock.nowMs += 3 * BUCKET_MS - 1;
    expect((await window.add('a', 'failed', openedMs)).failed).toBe(1);
    clock.nowMs += 1;
    expect((await window.add('a', 'failed', openedMs)).failed).toBe(0);
    expect((await window.read('a')).all.failed).toBe(0);
  });
});

describe('the weight of a bucket', () => {
  it('falls without a step from one bucket to the next, and never rises', () => {
    const moments = double({ min: 0, max: 1, noNaN: true });
    void assert(
      property(
        integer({ min: 1, max: 6 }),
        integer({ min: 1, max: 6 }),
        moments,
        (a, b, elapsed) => {
          const [age, previous] = [Math.min(a, b), Math.max(a, b)];
          const weight = weightOf(age, previous, elapsed);
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(1);
          expect(weightOf(age, previous, Math.min(1, elapsed + 0.1))).toBeLessThanOrEqual(weight);
          if (age < previous) {
            expect(weightOf(age, previous, 1)).toBeCloseTo(weightOf(age + 1, previous, 0), 9);
          }
        },
      ),
    );
    expect(weightOf(1, 3, 0)).toBe(1);
    expect(weightOf(3, 3, 1)).toBe(0);
  });
});
