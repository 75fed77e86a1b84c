import { createProtection } from '../../../src/compose/protection.ts';
import { renderNow } from '../../../src/media/render.ts';
import { createMetrics, type Metrics } from '../../../src/metrics/metrics.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { createTestApp, type TestApp } from './app.ts';

/** The service with all that can be seen of it, and what is seen. */
export async function createObservedApp(): Promise<TestApp & { readonly metrics: Metrics }> {
  const metrics = createMetrics();
  const counts = () => createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => 0 });
  const secretKey = 'k'.repeat(32);
  const { limits, visitors } = createProtection({
    shared: undefined,
    createCounts: counts,
    secretKey,
    challengeTtlMs: 120_000,
    // So that some dozens of requests go beyond a budget: six sounds are one.
    limitPercent: 5,
    load: () => 0,
    nowMs: () => 0,
    monotonicMs: () => 0,
    observe: metrics.count,
  });
  const service = await createTestApp({
    store: metrics.ofStore(createMemoryStore({ maxEntries: 1000, maxBytes: 1e6, nowMs: () => 0 })),
    render: metrics.ofRender(async (job) => {
      const media = renderNow(job);
      metrics.drawn(job.kind, 1);
      return media;
    }),
    picture: { styles: ['waves', 'folds'] },
    limits,
    visitors,
    observe: metrics.count,
  });
  metrics.storeIs('up');
  metrics.watch({
    version: '0.0.0-test',
    drawing: () => ({ threads: 1, busy: 0, queued: 0 }),
    drawingQueue: 1000,
    ready: () => 0,
    pictureStock: 0,
  });
  return { ...service, metrics };
}
