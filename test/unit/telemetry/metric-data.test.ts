import { DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import { Counter, Gauge, Histogram, Registry, Summary } from '@prometheus-io/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMetricProducer } from '../../../src/telemetry/metric-data.ts';

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

const options = (name: string) => ({ name, help: `${name}!`, registers: [registry] });

async function read(): Promise<readonly MetricData[]> {
  const { resourceMetrics } = await createMetricProducer(registry).collect();
  return resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
}

describe('a registry, as OpenTelemetry reads it', () => {
  it('has counters that only grow and gauges, with their labels', async () => {
    const counter = new Counter({ ...options('done_total'), labelNames: ['kind'] });
    counter.inc({ kind: 'a' }, 2);
    counter.inc({ kind: 'b' });
    new Gauge(options('memory_bytes')).set(7);
    expect(await read()).toMatchObject([
      {
        descriptor: { name: 'done_total', description: 'done_total!', unit: '' },
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: [
          { attributes: { kind: 'a' }, value: 2 },
          { attributes: { kind: 'b' }, value: 1 },
        ],
      },
      {
        descriptor: { name: 'memory_bytes', unit: 'By' },
        dataPointType: DataPointType.GAUGE,
        dataPoints: [{ value: 7 }],
      },
    ]);
  });

  it('has a histogram for each set of labels, with what fell between two boundaries', async () => {
    const histogram = new Histogram({
      ...options('wait_seconds'),
      labelNames: ['kind'],
      buckets: [1, 2, 4],
    });
    for (const seconds of [0.5, 1, 1.5, 3, 100]) histogram.observe({ kind: 'a' }, seconds);
    histogram.observe({ kind: 'b' }, 3);
    expect(await read()).toMatchObject([
      {
        descriptor: { name: 'wait_seconds', unit: 's' },
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: [
          {
            attributes: { kind: 'a' },
            value: {
              buckets: { boundaries: [1, 2, 4], counts: [2, 1, 1, 1] },
              sum: 106,
              count: 5,
            },
          },
          {
            attributes: { kind: 'b' },
            value: { buckets: { counts: [0, 0, 1, 0] }, sum: 3, count: 1 },
          },
        ],
      },
    ]);
  });

  it('leaves out summaries, which OpenTelemetry does not make', async () => {
    new Summary(options('size')).observe(1);
    expect(await read()).toEqual([]);
  });

  it('begins with its own beginning and ends now', async () => {
    new Gauge(options('one')).set(1);
    const producer = createMetricProducer(registry);
    const periods = [await producer.collect(), await producer.collect()].map(
      ({ resourceMetrics }) => resourceMetrics.scopeMetrics[0]?.metrics[0]?.dataPoints[0],
    );
    expect(periods[1]?.startTime).toEqual(periods[0]?.startTime);
    expect(periods[1]?.endTime).not.toEqual(periods[0]?.endTime);
  });
});
