import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, it } from 'vitest';
import { createClock } from '../../../bench/ladder/clock.ts';

it('things happen in the order of their times, those at one time in the order asked for', async () => {
  await assert(
    asyncProperty(array(integer({ min: 0, max: 50 })), async (delays) => {
      const clock = createClock(1000);
      const seen: (readonly [number, number])[] = [];
      for (const [n, delay] of delays.entries()) {
        clock.after(delay, async () => {
          expect(clock.nowMs()).toBe(1000 + delay);
          seen.push([delay, n]);
        });
      }
      await clock.run(2000);
      const expected = delays.map((delay, n) => [delay, n] as const);
      expect(seen).toEqual(expected.toSorted(([a, n], [b, m]) => a - b || n - m));
      expect(clock.nowMs()).toBe(2000);
    }),
  );
});

it('what happens later waits for the next run, and a run can end before its time', async () => {
  const clock = createClock(0);
  let count = 0;
  const tick = async () => {
    count++;
    clock.after(10, tick);
  };
  clock.after(10, tick);
  await clock.run(100);
  expect(count).toBe(9);
  await clock.run(1000, () => count === 20);
  expect(count).toBe(20);
});
