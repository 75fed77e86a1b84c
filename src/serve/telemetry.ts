import type { Logger } from 'pino';
import { newId } from '../base/secrets.ts';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

/** What is exported where nothing is. */
const NOTHING: Telemetry = {
  traceRequests: undefined,
  ofStore: (store) => store,
  ofRender: (render) => render,
  close: async () => {},
};

/** Exports to OpenTelemetry what the settings say. Loaded only where it is used. */
export async function openTelemetry(
  config: Config,
  logger: Logger,
  version: string,
  { registry }: Pick<Metrics, 'registry'>,
): Promise<Telemetry> {
  if (config.otelEndpoint === '' || config.otelDisabled) return NOTHING;
  const { startTelemetry } = await import('../telemetry/telemetry.ts');
  return startTelemetry({
    endpoint: config.otelEndpoint,
    headers: config.otelHeaders,
    resource: {
      'service.name': config.otelServiceName,
      'service.version': version,
      'service.instance.id': newId(),
      ...config.otelResource,
    },
    traces: config.otelTraces === 'otlp',
    sampleRatio: config.otelSampleRatio,
    joinTraces: config.otelPropagators === 'tracecontext',
    metrics: config.otelMetrics === 'otlp',
    metricIntervalMs: config.otelMetricIntervalMs,
    registry,
    onFailure: (reason) => logger.warn({ reason }, 'OpenTelemetry: not exported'),
  });
}
