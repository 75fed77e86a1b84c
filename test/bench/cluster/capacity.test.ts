import { describe, expect, it } from 'vitest';
import { formatCapacity } from '../../../bench/cluster/capacity.ts';
import type { ClusterResult } from '../../../bench/cluster/measure.ts';
import { formatCluster } from '../../../bench/cluster/table.ts';

const result: ClusterResult = {
  replicas: 1,
  registrations: 100,
  perSecond: 250,
  times: { p50Ms: 20, p95Ms: 30, p99Ms: 40 },
  replicaCpuMs: 2,
  replicaMainCpuMs: 1.2,
  balancerCpuMs: 0.3,
  visitorCpuMs: 0.5,
  storeCpuMs: 0.5,
  commands: { set: 3, get: 2, getdel: 2 },
  bytesSent: 5000,
  residentBytes: 2e8,
  keys: new Map([['dn', { keys: 100, byteSeconds: 2e8 }]]),
};

describe('the capacity', () => {
  it('is what one registration takes, times registrations, on cores that are not all in use', () => {
    const page = formatCapacity(result);
    // 1,000 * 1.2 ms are 1.2 cores; at 60 % use, two.
    expect(page).toContain('| replicas: a core that answers, each | 2 | 20 | 200 |');
    expect(page).toContain('| cores for drawing and puzzles beside them | 2 | 14 | 134 |');
    expect(page).toContain('| commands of the store a second | 7,000 | 70,000 | 700,000 |');
    expect(page).toContain('| memory of the store | 2.0 GB | 20 GB | 200 GB |');
  });

  it('stands beside what was measured', () => {
    const page = formatCluster([result]);
    expect(page).toContain(
      '| 1 | 250 | 20 ms | 40 ms | 2.00 | 1.20 | 0.500 | 20 % | 0.30 | 0.50 |',
    );
    expect(page).toContain('| `dn:` | 1.00 | 2,000,000 |');
  });
});
