import { describe, expect, it } from 'vitest';
import { createJobs, type PictureSet } from '../../../bench/support/jobs.ts';

const set: PictureSet = {
  style: 'served',
  level: 2,
  key: 'key',
  epoch: 0,
  seed: '1',
  answerLength: 6,
  widthPx: 240,
  heightPx: 80,
};

describe('a set of pictures', () => {
  it('is the same again, and longer sets start with the shorter ones', () => {
    expect(createJobs(set, 20).slice(0, 10)).toEqual(createJobs(set, 10));
  });

  it('shares the seed of its epoch, and nothing else', () => {
    const jobs = createJobs(set, 20);
    const distinct = (field: 'epochSeed' | 'seed' | 'text') =>
      new Set(jobs.map((job) => String(job[field]))).size;
    expect([distinct('epochSeed'), distinct('seed'), distinct('text')]).toEqual([1, 20, 20]);
  });

  it.each<Partial<PictureSet>>([
    { style: 'inkblot' },
    { level: 1 },
    { key: 'other' },
    { epoch: 1 },
    { seed: '2' },
    { widthPx: 300 },
  ])('has other texts and seeds with %j', (change) => {
    const own = createJobs(set, 10);
    createJobs({ ...set, ...change }, 10).forEach((job, index) => {
      expect(job.text).not.toBe(own[index]?.text);
      expect(job.seed).not.toEqual(own[index]?.seed);
    });
  });

  it('leaves the style to the seed where the service does', () => {
    expect(createJobs(set, 1)[0]).not.toHaveProperty('style');
    expect(createJobs({ ...set, style: 'inkblot' }, 1)[0]).toHaveProperty('style', 'inkblot');
  });
});
