import { BusyError, type Render } from '../media/job.ts';
import type { Series } from './series.ts';

/** The same renderer, with the time that those who ask wait for it counted. */
export function observeRender(render: Render, series: Series): Render {
  return async (job) => {
    const { kind } = job;
    const startMs = performance.now();
    try {
      return await render(job);
    } catch (error) {
      series.renderFailures.inc({ kind, reason: error instanceof BusyError ? 'busy' : 'error' });
      throw error;
    } finally {
      series.renderDuration.observe({ kind }, (performance.now() - startMs) / 1000);
    }
  };
}
