import { expect, it } from 'vitest';
import { summarise } from '../../../bench/http/latency.ts';

it('percentiles are times that were measured, by nearest rank', () => {
  const times = Array.from({ length: 200 }, (_, n) => 200 - n);
  expect(summarise(times)).toEqual({ p50Ms: 100, p95Ms: 190, p99Ms: 198 });
  expect(summarise([7])).toEqual({ p50Ms: 7, p95Ms: 7, p99Ms: 7 });
  expect(() => summarise([])).toThrow(RangeError);
});
