import type { Calibration } from '../challenge/calibration.ts';
import type { Series } from './series.ts';

/** The same calibration, which tells how people do each time that it learns of it. */
export function observeCalibration(calibration: Calibration, series: Series): Calibration {
  return {
    ...calibration,
    sync: async () => {
      const reports = await calibration.sync();
      // What nobody answered in the last windows is forgotten.
      series.styleWeight.reset();
      series.styleAnswers.reset();
      for (const { kind, level, style, right, wrong, weight } of reports) {
        const labels = { kind, level, style };
        series.styleWeight.set(labels, weight);
        series.styleAnswers.set({ ...labels, outcome: 'right' }, right);
        series.styleAnswers.set({ ...labels, outcome: 'wrong' }, wrong);
      }
      return reports;
    },
  };
}
