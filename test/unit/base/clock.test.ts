import { beforeEach, describe, expect, it } from 'vitest';
import { createSteadyClock } from '../../../src/base/clock.ts';

const HOUR_MS = 3_600_000;

let wallMs: number;
let monotonicMs: number;
let now: () => number;
beforeEach(() => {
  wallMs = 1e12;
  monotonicMs = 500;
  now = createSteadyClock({ wallMs: () => wallMs, monotonicMs: () => monotonicMs });
});

function pass(ms: number): void {
  wallMs += ms;
  monotonicMs += ms;
}

describe('a steady clock', () => {
  it('is the wall clock', () => {
    expect(now()).toBe(1e12);
    pass(HOUR_MS);
    expect(now()).toBe(1e12 + HOUR_MS);
  });

  it('tells whole milliseconds, though the monotonic one tells parts', () => {
    monotonicMs += 0.3;
    expect(now()).toBe(1e12);
    monotonicMs += 0.4;
    expect(now()).toBe(1e12);
  });

  it('follows corrections at once, however many', () => {
    for (let n = 0; n < 10; n++) {
      wallMs += 999;
      expect(now()).toBe(wallMs);
    }
  });

  it.each([HOUR_MS, -HOUR_MS, 1000, -1000])(
    'goes on as before when the wall clock is set by %i ms, and follows after ten minutes',
    (jumpMs) => {
      wallMs += jumpMs;
      expect(now()).toBe(1e12);
      pass(599_999);
      expect(now()).toBe(1e12 + 599_999);
      pass(1);
      expect(now()).toBe(1e12 + 600_000 + jumpMs);
    },
  );

  it('waits anew after the wall clock was right again', () => {
    wallMs += HOUR_MS;
    now();
    pass(400_000);
    wallMs -= HOUR_MS;
    now();
    wallMs += HOUR_MS;
    expect(now()).toBe(1e12 + 400_000);
    pass(400_000);
    expect(now()).toBe(1e12 + 800_000);
  });
});
