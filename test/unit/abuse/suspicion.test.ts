import { assert, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseStep,
  type Evidence,
  isRefused,
  type Signals,
} from '../../../src/abuse/suspicion.ts';

const NOTHING: Evidence = { solved: 0, failed: 0, unanswered: 0 };
const CALM: Signals = { narrow: NOTHING, waiting: 0, wide: NOTHING, site: NOTHING, load: 0 };

const amount = double({ min: 0, max: 1e5, noNaN: true });
const evidence = record({ solved: amount, failed: amount, unanswered: amount });
const signals = record({
  narrow: evidence,
  waiting: amount,
  wide: evidence,
  site: evidence,
  load: double({ min: 0, max: 1, noNaN: true }),
});
const ladders = integer({ min: 1, max: 12 });

const failing = (failed: number, solved = 0): Evidence => ({ ...NOTHING, failed, solved });

describe('the step', () => {
  it('is one of the ladder, whatever was counted', () => {
    void assert(
      property(signals, ladders, (given, steps) => {
        const step = chooseStep(given, steps);
        expect(Number.isInteger(step) && step >= 0 && step < steps).toBe(true);
      }),
    );
  });

  it.each(['narrow', 'wide', 'site'] as const)(
    'never falls with more failures, more unanswered or more load, nor rises with more solved: %s',
    (part) => {
      void assert(
        property(signals, ladders, amount, (given, steps, more) => {
          const step = chooseStep(given, steps);
          const own = given[part];
          const with_ = (change: Partial<Evidence>) =>
            chooseStep({ ...given, [part]: { ...own, ...change } }, steps);
          expect(with_({ failed: own.failed + more })).toBeGreaterThanOrEqual(step);
          expect(with_({ unanswered: own.unanswered + more })).toBeGreaterThanOrEqual(step);
          expect(with_({ solved: own.solved + more })).toBeLessThanOrEqual(step);
          expect(chooseStep({ ...given, load: 1 }, steps)).toBeGreaterThanOrEqual(step);
          const waiting = given.waiting + more;
          expect(chooseStep({ ...given, waiting }, steps)).toBeGreaterThanOrEqual(step);
        }),
      );
    },
  );

  it('is the first one for whoever is new, however busy the service is', () => {
    expect(chooseStep({ ...CALM, load: 1 }, 4)).toBe(0);
  });

  it('goes up by one at two failures, and then whenever they double', () => {
    const steps = [0, 1, 2, 3, 4, 7, 8, 15, 16, 1000].map((failed) =>
      chooseStep({ ...CALM, narrow: failing(failed) }, 12),
    );
    expect(steps).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 9]);
  });

  it('comes down by a quarter of a failure for each that is solved', () => {
    expect(chooseStep({ ...CALM, narrow: failing(3, 4) }, 12)).toBe(1);
    expect(chooseStep({ ...CALM, narrow: failing(3, 5) }, 12)).toBe(0);
  });

  it('stays the first one for a large site and a large campus where people fail as people do', () => {
    // Of 100,000 opened 13 % are left, and 9 % of the others fail: level 2, as docs/strength.md reads it.
    const people = { solved: 79_170, failed: 7830, unanswered: 13_000 };
    expect(chooseStep({ ...CALM, narrow: people, wide: people, site: people }, 4)).toBe(0);
  });

  it('is raised by what others do for two steps at most, where the own record is clean', () => {
    const worst = failing(1e6);
    expect(chooseStep({ ...CALM, site: worst, wide: worst, load: 1 }, 12)).toBe(2);
    expect(chooseStep({ ...CALM, site: worst, narrow: failing(2) }, 12)).toBe(3);
  });

  it('is not raised for the neighbours of one bad address', () => {
    expect(chooseStep({ ...CALM, wide: failing(4), site: failing(4) }, 4)).toBe(0);
  });

  it('comes down by itself when only people are left, at every step', () => {
    // What people miss at levels 2, 3 and 3 is less than it takes to stay at steps 1, 2 and 3.
    for (const [step, reads] of [0.908, 0.804, 0.804].entries()) {
      const people = { solved: 870 * reads, failed: 870 * (1 - reads), unanswered: 130 };
      const next = chooseStep({ ...CALM, narrow: people }, 12);
      expect(next).toBeLessThanOrEqual(step);
    }
  });

  it('finds a program that leaves what it is unsure of', () => {
    const picky = { solved: 30, failed: 0, unanswered: 70 };
    expect(chooseStep({ ...CALM, narrow: picky }, 4)).toBe(2);
  });
});

describe('a refusal', () => {
  it('is for nobody who solves at least half of what he opens', () => {
    void assert(
      property(evidence, ladders, ({ failed, unanswered, solved: more }, steps) => {
        expect(isRefused({ failed, unanswered, solved: failed + unanswered + more }, steps)).toBe(
          false,
        );
      }),
    );
  });

  it('is for nobody with less than sixteen failures, nor at the first of several steps', () => {
    void assert(
      property(evidence, ladders, (own, steps) => {
        if (!isRefused(own, steps)) return;
        expect(own.failed + own.unanswered).toBeGreaterThanOrEqual(16);
        // Who only leaves half of them has a share of a third, which is worth one step.
        expect(chooseStep({ ...CALM, narrow: own }, steps)).toBeGreaterThanOrEqual(
          Math.min(1, steps - 1),
        );
      }),
    );
  });

  it('is not ended by failing or by leaving, nor begun by solving', () => {
    void assert(
      property(evidence, ladders, amount, (own, steps, more) => {
        const with_ = (change: Partial<Evidence>) => isRefused({ ...own, ...change }, steps);
        if (isRefused(own, steps)) {
          expect(with_({ failed: own.failed + more })).toBe(true);
          expect(with_({ unanswered: own.unanswered + more })).toBe(true);
        } else {
          expect(with_({ solved: own.solved + more })).toBe(false);
        }
      }),
    );
  });

  it('comes at the step that the ladder does not have', () => {
    expect(isRefused(failing(15), 4)).toBe(false);
    expect(isRefused(failing(16), 4)).toBe(true);
    expect(isRefused(failing(16), 1)).toBe(true);
    expect(isRefused(failing(31), 5)).toBe(false);
    expect(isRefused(failing(32), 5)).toBe(true);
  });

  it('meets a program within a hundred attempts, and people hardly ever', () => {
    // People leave 13 % of what they open.
    expect(chanceOfRefusal({ fails: 0.7, leaves: 0 })).toBeGreaterThan(0.9999);
    expect(chanceOfRefusal({ fails: 0, leaves: 0.7 })).toBeGreaterThan(0.999);
    expect(chanceOfRefusal({ fails: 0.03, leaves: 0.13 })).toBeLessThan(1e-12);
    expect(chanceOfRefusal({ fails: 0.09, leaves: 0.13 })).toBeLessThan(1e-7);
    expect(chanceOfRefusal({ fails: 0.2, leaves: 0.13 })).toBeLessThan(1 / 650);
  });
});

/** Of whoever leaves this share and fails this share of the rest, within a hundred and nothing forgotten. */
function chanceOfRefusal({ fails, leaves }: { fails: number; leaves: number }): number {
  const ends = [
    [1000, (1 - leaves) * fails],
    [1, leaves],
    [0, (1 - leaves) * (1 - fails)],
  ] as const;
  let refused = 0;
  // By a thousand times how many failed, and how many were left.
  let chances = new Map([[0, 1]]);
  for (let opened = 1; opened <= 100; opened++) {
    const next = new Map<number, number>();
    for (const [before, chance] of chances) {
      for (const [step, share] of ends) {
        const now = before + step;
        next.set(now, (next.get(now) ?? 0) + chance * share);
      }
    }
    for (const [now, chance] of next) {
      const [failed, unanswered] = [Math.floor(now / 1000), now % 1000];
      if (!isRefused({ failed, unanswered, solved: opened - failed - unanswered }, 4)) continue;
      refused += chance;
      next.delete(now);
    }
    chances = next;
  }
  return refused;
}
