import { hostname } from 'node:os';
import type { DashboardOptions } from '../http/routes/dashboard/routes.ts';
import { keepSampling } from '../metrics/history/history.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** The operator's page of this replica. */
export interface Dashboard {
  readonly options: DashboardOptions;
  close(): void;
}

/** Begins to keep what there is to see, if somebody may see it: with a token. */
export function openDashboard(
  token: string,
  metrics: Pick<Metrics, 'history'>,
  version: string,
  nowMs: () => number,
): Dashboard | undefined {
  if (token === '') return undefined;
  const history = metrics.history(nowMs);
  const replica = { replica: hostname(), version, startedMs: nowMs() };
  return {
    options: {
      token,
      nowMs,
      read: async (range) => ({ ...replica, ...(await history.read(range)) }),
    },
    close: keepSampling(history, nowMs),
  };
}
