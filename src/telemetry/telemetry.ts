import { setTimeout as sleep } from 'node:timers/promises';
import {
  context,
  DiagLogLevel,
  diag,
  type TextMapPropagator,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Registry } from '@prometheus-io/client';
import type { FastifyInstance } from 'fastify';
import type { Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import { createMetricProducer } from './metric-data.ts';
import { traceRender, traceRequests, traceStore } from './spans.ts';

/** Where to and what is exported, by OTLP over HTTP. */
export interface TelemetryOptions {
  /** The base of the receiver: `/v1/traces` and `/v1/metrics` are below it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
  readonly traces: boolean;
  /** The share of traces that are kept, from 0 to 1, unless whoever began the trace has decided. */
  readonly sampleRatio: number;
  /** Whether the header `traceparent` is believed. */
  readonly joinTraces: boolean;
  readonly metrics: boolean;
  readonly metricIntervalMs: number;
  readonly registry: Registry;
  /** Told that something could not be exported: at most once a minute. */
  readonly onFailure: (reason: string) => void;
}

/** What is exported. */
export interface Telemetry {
  /** Adds a span for each request to an app; undefined where no traces are exported. */
  readonly traceRequests: ((app: FastifyInstance) => void) | undefined;
  ofStore(store: Store, system: string): Store;
  ofRender(render: Render): Render;
  /** Sends what is left, for half a second at most. */
  close(): Promise<void>;
}

const FAILURE_EVERY_MS = 60_000;

/** A receiver that is away must not hold up the end. */
const FLUSH_LIMIT_MS = 500;

/** Starts to export. A receiver that is away disturbs nothing: what it misses is dropped. */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  tellFailures(options.onFailure);
  const resource = resourceFromAttributes(options.resource);
  const tracing = options.traces ? startTraces(options, resource) : undefined;
  const meterProvider = options.metrics ? startMetrics(options, resource) : undefined;
  const tracer = tracing?.tracer;
  return {
    traceRequests: tracing && ((app) => traceRequests(app, tracing.tracer, tracing.propagator)),
    ofStore: (store, system) => (tracer ? traceStore(store, tracer, system) : store),
    ofRender: (render) => (tracer ? traceRender(render, tracer) : render),
    close: async () => {
      const ended = [tracing?.provider, meterProvider].map((part) => part?.shutdown());
      await Promise.race([Promise.allSettled(ended), sleep(FLUSH_LIMIT_MS, null, { ref: false })]);
      context.disable();
      diag.disable();
    },
  };
}

function startTraces(
  { endpoint, headers, sampleRatio, joinTraces }: TelemetryOptions,
  resource: Resource,
): { provider: TracerProvider; tracer: Tracer; propagator: TextMapPropagator | undefined } {
  // How a request is found again in what is done for it.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers });
  const provider = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return {
    provider,
    tracer: provider.getTracer('inkblot'),
    propagator: joinTraces ? new W3CTraceContextPropagator() : undefined,
  };
}

function startMetrics(
  { endpoint, headers, metricIntervalMs, registry }: TelemetryOptions,
  resource: Resource,
): MeterProvider {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, headers }),
    exportIntervalMillis: metricIntervalMs,
    exportTimeoutMillis: Math.min(metricIntervalMs, 10_000),
    metricProducers: [createMetricProducer(registry)],
  });
  return new MeterProvider({ resource, readers: [reader] });
}

/** The library says what goes wrong to whoever listens, once for each batch. */
function tellFailures(tell: (reason: string) => void): void {
  let toldMs = Number.NEGATIVE_INFINITY;
  const error = (message: string): void => {
    if (performance.now() - toldMs < FAILURE_EVERY_MS) return;
    toldMs = performance.now();
    tell(message.slice(0, 200));
  };
  const nothing = (): void => {};
  diag.setLogger(
    { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}
