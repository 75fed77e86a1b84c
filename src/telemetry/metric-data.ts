import { type HrTime, ValueType } from '@opentelemetry/api';
import { hrTime, type InstrumentationScope } from '@opentelemetry/core';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue, Registry } from '@prometheus-io/client';

type Value = MetricValue<string> & { readonly metricName?: string };
type Metric = MetricObjectWithValues<Value>;

const SCOPE: InstrumentationScope = { name: 'inkblot' };

/** The metrics of a registry as OpenTelemetry has them, under the names that they have there. */
export function createMetricProducer(registry: Registry): MetricProducer {
  const startTime = hrTime();
  return {
    collect: async () => {
      const period = { startTime, endTime: hrTime() };
      const all = await registry.getMetricsAsJSON();
      const metrics = all.flatMap((metric) => toMetricData(metric, period));
      return {
        // The reader has the one of the service.
        resourceMetrics: {
          resource: emptyResource(),
          scopeMetrics: [{ scope: SCOPE, metrics }],
        },
        errors: [],
      };
    },
  };
}

interface Period {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** None for a summary: OpenTelemetry does not make them. */
function toMetricData(metric: Metric, period: Period): MetricData[] {
  const { name, help: description, type } = metric;
  const common = {
    descriptor: { name, description, unit: unitOf(name), valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (type === 'summary') return [];
  if (type === 'histogram') {
    const dataPoints = toHistograms(metric, period);
    return [{ ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
  }
  const dataPoints = metric.values.map(({ labels, value }) => ({
    ...period,
    attributes: labels,
    value,
  }));
  return type === 'counter'
    ? [{ ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }]
    : [{ ...common, dataPointType: DataPointType.GAUGE, dataPoints }];
}

/** Prometheus writes a histogram as series of sums up to each boundary: here they become one again. */
function toHistograms({ name, values }: Metric, period: Period): DataPoint<Histogram>[] {
  const points = new Map<string, DataPoint<Histogram>>();
  for (const { labels, value, metricName } of values) {
    const { le, ...attributes } = labels;
    const key = JSON.stringify(Object.entries(attributes).sort());
    const point = points.get(key) ?? {
      ...period,
      attributes,
      value: { buckets: { boundaries: [], counts: [] }, sum: 0, count: 0 },
    };
    points.set(key, point);
    if (metricName === `${name}_sum`) point.value.sum = value;
    else if (metricName === `${name}_count`) point.value.count = value;
    else add(point.value.buckets, Number(String(le).replace('+Inf', 'Infinity')), value);
  }
  return [...points.values()];
}

function add({ boundaries, counts }: Histogram['buckets'], upTo: number, total: number): void {
  const below = counts.reduce((sum, count) => sum + count, 0);
  counts.push(total - below);
  if (Number.isFinite(upTo)) boundaries.push(upTo);
}

/** By the name, which Prometheus has end with it (UCUM). */
function unitOf(name: string): string {
  if (/_seconds(_total)?$/.test(name)) return 's';
  return /_bytes(_total)?$/.test(name) ? 'By' : '';
}
