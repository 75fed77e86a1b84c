import { Counter, Registry } from '@prometheus-io/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepSampling, SAMPLE_MS } from '../../../../src/metrics/history/history.ts';
import { createTrail } from '../../../../src/metrics/history/trail.ts';
import { createTestDashboard, type TestDashboard } from '../../../support/http/dashboard.ts';

const FORUM = { kind: 'picture', level: 1, style: 'waves', sitekey: 'forum' } as const;
const SHOP = { ...FORUM, sitekey: 'shop' };
const MINUTE = 60_000;

function answer(
  { metrics }: TestDashboard,
  outcome: 'right' | 'wrong' | 'work',
  solveMs: number,
  challenge: typeof FORUM | typeof SHOP = FORUM,
): void {
  metrics.count({ type: 'answered', challenge, outcome, solveMs });
}

describe('the history', () => {
  it('tells what happened in each minute of the last hour, over all sites', async () => {
    const test = createTestDashboard();
    test.metrics.count({ type: 'issued', challenge: FORUM });
    test.metrics.count({ type: 'issued', challenge: SHOP });
    await test.pass(MINUTE - SAMPLE_MS);
    // Seen when the minute is over, and still of that minute.
    answer(test, 'right', 3000);
    await test.pass(SAMPLE_MS);
    test.metrics.count({ type: 'issued', challenge: FORUM });
    answer(test, 'wrong', 3000, SHOP);
    answer(test, 'work', 3000, SHOP);
    await test.pass(MINUTE);
    const { issued, solved, failed, stepMs, firstMs } = await test.history.read('hour');
    expect(stepMs).toBe(MINUTE);
    expect(firstMs + 59 * stepMs).toBe(test.clock.nowMs);
    expect(issued).toHaveLength(60);
    expect(issued.slice(-3)).toEqual([2, 1, 0]);
    expect(solved.slice(-3)).toEqual([1, 0, 0]);
    expect(failed.slice(-3)).toEqual([0, 2, 0]);
  });

  it('tells of a day and a week what an hour has forgotten', async () => {
    const test = createTestDashboard();
    test.metrics.count({ type: 'issued', challenge: FORUM });
    await test.pass(MINUTE);
    test.clock.nowMs += 5 * 60 * MINUTE;
    const total = async (range: 'hour' | 'day' | 'week') =>
      (await test.history.read(range)).issued.reduce((sum, count) => sum + count);
    expect(await total('hour')).toBe(0);
    expect(await total('day')).toBe(1);
    test.clock.nowMs += 2 * 24 * 60 * MINUTE;
    expect(await total('day')).toBe(0);
    expect(await total('week')).toBe(1);
  });

  it('counts each solve time once, and right and wrong answers by style', async () => {
    const test = createTestDashboard();
    for (const seconds of [0.5, 3, 3.5, 200]) answer(test, 'right', seconds * 1000);
    answer(test, 'wrong', 3000, SHOP);
    await test.pass(SAMPLE_MS);
    const { solveTimes, styles } = await test.history.read('hour');
    expect(solveTimes.upToSeconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(solveTimes.kinds).toEqual([{ kind: 'picture', counts: [1, 0, 2, 0, 0, 0, 0, 0, 1] }]);
    expect(styles).toEqual([{ kind: 'picture', level: 1, style: 'waves', right: 4, wrong: 1 }]);
  });

  it('tells steps of ladders, what was refused, and whether there is a store', async () => {
    const test = createTestDashboard();
    for (const step of [0, 2, 0]) test.metrics.count({ type: 'stepped', sitekey: 'forum', step });
    test.metrics.count({ type: 'limited', cost: 'answer', budgets: ['answer', 'answer-network'] });
    test.metrics.count({ type: 'turned-away', sitekey: 'forum' });
    await test.pass(SAMPLE_MS);
    test.metrics.storeIs('down');
    const { steps, refused, limits, isStoreUp } = await test.history.read('hour');
    expect(steps.map(({ step, counts }) => [step, counts.at(-1)])).toEqual([
      [0, 2],
      [2, 1],
    ]);
    expect(refused.at(-1)).toBe(2);
    expect(limits).toEqual([
      { cost: 'answer', refused: 1 },
      { cost: 'failures', refused: 1 },
    ]);
    expect(isStoreUp).toBe(false);
  });
});

describe('a trail', () => {
  it('keeps no more lines than it may, whatever labels there are', async () => {
    const counter = new Counter({
      name: 'test_total',
      help: 'Test.',
      labelNames: ['name'],
      registers: [new Registry()],
    });
    for (let n = 0; n < 100; n++) counter.inc({ name: String(n) });
    const trail = createTrail(counter, ['name'], { hour: { stepMs: 1000, steps: 3 } }, 10);
    await trail.sample(0);
    expect(trail.read('hour', 0)).toHaveLength(10);
  });
});

describe('sampling', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('happens shortly after each multiple of ten seconds, until it is ended', async () => {
    vi.useFakeTimers({ now: 3000 });
    const atMs: number[] = [];
    const history = { sample: async () => void atMs.push(Date.now()), read: async () => never() };
    const stop = keepSampling(history, Date.now);
    await vi.advanceTimersByTimeAsync(28_000);
    expect(atMs).toEqual([10_000, 20_000, 30_000]);
    stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(atMs).toHaveLength(3);
  });
});

function never(): never {
  throw new Error('nobody reads here');
}
