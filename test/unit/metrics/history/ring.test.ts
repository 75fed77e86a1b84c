import { describe, expect, it } from 'vitest';
import { createRing } from '../../../../src/metrics/history/ring.ts';

const SPAN = { stepMs: 100, steps: 4 };

describe('a ring of counts', () => {
  it('has one for each step, the oldest first', () => {
    const ring = createRing(SPAN);
    ring.add(1000, 1);
    ring.add(1099, 1);
    ring.add(1100, 3);
    ring.add(1300, 5);
    expect(ring.read(1399)).toEqual([2, 3, 0, 5]);
  });

  it('forgets what is older than its span, however long nobody came', () => {
    const ring = createRing(SPAN);
    ring.add(1000, 1);
    ring.add(1300, 2);
    expect(ring.read(1400)).toEqual([0, 0, 2, 0]);
    expect(ring.read(1600)).toEqual([2, 0, 0, 0]);
    expect(ring.read(1700)).toEqual([0, 0, 0, 0]);
    ring.add(1e12, 7);
    expect(ring.read(1e12)).toEqual([0, 0, 0, 7]);
  });

  it('counts on in its newest step when the clock is set back', () => {
    const ring = createRing(SPAN);
    ring.add(1300, 1);
    ring.add(900, 2);
    expect(ring.read(900)).toEqual([0, 0, 0, 3]);
  });
});
