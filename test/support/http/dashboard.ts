import type { DashboardOptions } from '../../../src/http/routes/dashboard/routes.ts';
import { type History, SAMPLE_MS } from '../../../src/metrics/history/history.ts';
import { createMetrics, type Metrics } from '../../../src/metrics/metrics.ts';

/** What operators sign in with in tests. */
export const DASHBOARD_TOKEN = 'a-token-that-nobody-guesses';

/** Metrics with a history on a clock of the test. */
export interface TestDashboard {
  readonly metrics: Metrics;
  readonly history: History;
  readonly options: DashboardOptions;
  readonly clock: { nowMs: number };
  /** Lets so much time pass, with the samples that fall into it. */
  pass(ms: number): Promise<void>;
}

/** Makes a dashboard as the entry point does, at 14:00 on a Monday. */
export function createTestDashboard(): TestDashboard {
  const clock = { nowMs: Date.UTC(2026, 2, 2, 14) };
  const nowMs = () => clock.nowMs;
  const metrics = createMetrics();
  metrics.storeIs('up');
  const history = metrics.history(nowMs);
  const replica = { replica: 'inkblot-0', version: '0.1.0', startedMs: clock.nowMs };
  return {
    metrics,
    history,
    clock,
    options: {
      token: DASHBOARD_TOKEN,
      nowMs,
      read: async (range) => ({ ...replica, ...(await history.read(range)) }),
    },
    pass: async (ms) => {
      for (let passed = 0; passed < ms; passed += SAMPLE_MS) {
        clock.nowMs += SAMPLE_MS;
        await history.sample();
      }
    },
  };
}
