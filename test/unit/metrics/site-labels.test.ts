import { describe, expect, it } from 'vitest';
import { createSiteLabels, OTHER_SITES } from '../../../src/metrics/site-labels.ts';

describe('labels of sites', () => {
  it('are the sitekeys of the first sites, and one for all others', () => {
    const labelOf = createSiteLabels(2);
    expect(['one', 'two', 'one', 'three', 'two', 'four'].map(labelOf)).toEqual([
      'one',
      'two',
      'one',
      OTHER_SITES,
      'two',
      OTHER_SITES,
    ]);
  });

  it('are bounded in number, whatever sites come and go', () => {
    const labelOf = createSiteLabels();
    const labels = new Set(Array.from({ length: 10_000 }, (_, n) => labelOf(`site-${n}`)));
    expect(labels.size).toBe(51);
  });
});
