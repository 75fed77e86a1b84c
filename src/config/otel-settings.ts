import { url } from './values/addresses.ts';
import { flag, integer, oneOf, pairs, ratio, text } from './values/plain.ts';

/**
 * What is exported to an OpenTelemetry collector. Names, meanings and forms are those of the
 * specification (OpenTelemetry, SDK environment variables); what of it is not here is not known.
 */
export const otelSettings = {
  otelEndpoint: url({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    help: 'The base of an OTLP receiver, such as an OpenTelemetry collector, for example `http://collector:4318`. Traces go to `/v1/traces` below it and metrics to `/v1/metrics`. Empty: nothing is exported, and nothing of OpenTelemetry is loaded.',
  }),
  otelHeaders: pairs({
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    default: '',
    secret: true,
    help: 'Headers that the receiver wants, such as a key.',
  }),
  otelProtocol: oneOf({
    env: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    default: 'http/protobuf',
    choices: ['http/protobuf'],
    help: 'How is exported: there is one way, which every receiver of OTLP over HTTP knows.',
  }),
  otelTraces: oneOf({
    env: 'OTEL_TRACES_EXPORTER',
    default: 'otlp',
    choices: ['otlp', 'none'],
    help: 'Whether traces are exported.',
  }),
  otelMetrics: oneOf({
    env: 'OTEL_METRICS_EXPORTER',
    default: 'otlp',
    choices: ['otlp', 'none'],
    help: 'Whether metrics are exported: those of `/metrics`, under the same names.',
  }),
  otelMetricIntervalMs: integer({
    env: 'OTEL_METRIC_EXPORT_INTERVAL',
    default: '60000',
    min: 1000,
    max: 3_600_000,
    help: 'How often metrics are exported, in milliseconds.',
  }),
  otelSampler: oneOf({
    env: 'OTEL_TRACES_SAMPLER',
    default: 'parentbased_traceidratio',
    choices: ['parentbased_traceidratio'],
    help: 'Which traces are kept: there is one way, a share of those that begin here, and of the others those that are kept elsewhere.',
  }),
  otelSampleRatio: ratio({
    env: 'OTEL_TRACES_SAMPLER_ARG',
    default: '1',
    help: 'That share. 1 keeps all: too much for a busy service.',
  }),
  otelPropagators: oneOf({
    env: 'OTEL_PROPAGATORS',
    default: 'none',
    choices: ['none', 'tracecontext'],
    help: 'Whether the header `traceparent` says to which trace a request belongs. Only where a proxy in front sets it: else any visitor decides what is kept.',
  }),
  otelServiceName: text({
    env: 'OTEL_SERVICE_NAME',
    default: 'inkblot',
    pattern: /^[ -~]{1,200}$/,
    accepts: '1 to 200 visible ASCII characters',
    help: 'The name of the service in what is exported.',
  }),
  otelResource: pairs({
    env: 'OTEL_RESOURCE_ATTRIBUTES',
    default: '',
    help: 'What else is to be said of the service, for example `deployment.environment.name=production`.',
  }),
  otelDisabled: flag({
    env: 'OTEL_SDK_DISABLED',
    default: 'false',
    help: 'Exports nothing, whatever else is set.',
  }),
} as const;
