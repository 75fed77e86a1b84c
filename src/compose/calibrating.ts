import type { Logger } from 'pino';
import type { Calibration, StyleReport } from '../challenge/calibration.ts';

/** How often replicas tell each other how people do. */
const SYNC_MS = 30_000;

/** Once an hour. */
const REPORT_EVERY = 120;

/**
 * Lets styles that people fail be drawn less, and tells the operator when that begins or ends, and once
 * an hour how people do. Returns what ends it.
 */
export function keepCalibrated(calibration: Calibration, logger: Logger): () => void {
  const outside = new Set<string>();
  let syncs = 0;

  function tell(report: StyleReport): void {
    const name = `${report.kind} ${report.level} ${report.style}`;
    const isOutside = report.weight < 1;
    if (isOutside === outside.has(name)) return;
    if (isOutside) {
      outside.add(name);
      logger.warn(report, 'too few or too many pass this style: it is drawn less');
    } else {
      outside.delete(name);
      logger.info(report, 'this style is back in the band');
    }
  }

  async function sync(): Promise<void> {
    // A store that fails is told by whoever needs it; what was counted waits for the next time.
    const reports = await calibration.sync().catch(() => []);
    for (const report of reports) tell(report);
    if (++syncs % REPORT_EVERY === 0 && reports.length > 0) {
      logger.info({ reports }, 'how people do, by style');
    }
  }

  const timer = setInterval(sync, SYNC_MS);
  return () => clearInterval(timer);
}
