import { deriveSeed } from '../../src/base/secrets.ts';
import type { PictureJob } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { createJobs, LEVELS, STYLE_CHOICES } from '../support/jobs.ts';
import { type Contestant, createContestant, timeBatch } from './contestant.ts';

/** The pictures that everybody draws. */
export const SIZE = { widthPx: 240, heightPx: 80, answerLength: 6 } as const;

// As many different pictures as one contestant draws in turn: more than any cache should hold, and
// few enough to be made beforehand.
const JOBS = 64;

/** One style at one level. */
export interface Subject {
  readonly style: string;
  readonly level: number;
  readonly jobs: readonly PictureJob[];
  readonly contestant: Contestant;
}

/** Every style at every level, the mixture that is served first. */
export function createSubjects(): Subject[] {
  let newEpochs = 0;
  return STYLE_CHOICES.flatMap((style) =>
    LEVELS.map((level) => {
      const set = { style, level, key: 'drawing', epoch: 0, seed: '1', ...SIZE };
      const jobs = createJobs(set, JOBS);
      const jobAt = (index: number) => jobs[index % JOBS] as PictureJob;
      const draw = (index: number) => renderNow(jobAt(index)).bytes;
      const open = (count: number) => {
        const first = Array.from({ length: count }, (_, index) => ({
          ...jobAt(index),
          epochSeed: deriveSeed('drawing', 'new epoch', String(newEpochs++)),
        }));
        return timeBatch(count, () => renderNow(first.pop() as PictureJob).bytes);
      };
      const contestant = { ...createContestant(`${style}, level ${level}`, draw), open };
      return { style, level, jobs, contestant };
    }),
  );
}
