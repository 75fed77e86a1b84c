import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { MetricsOptions } from '../http/routes/metrics.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';

/** What is seen of the service, and how others get to see it. */
export interface Observing {
  readonly metrics: Metrics;
  /** What is served on the main port: nothing without a token, or if there is another port for it. */
  readonly onMainPort: MetricsOptions | undefined;
  /** Listens on the port of its own, if there is one. Rejects if it cannot. */
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Puts together what is seen, and where. */
export function createObserving(config: Config, logger: Logger): Observing {
  const { metricsPort: port, metricsHost: host, metricsToken: token } = config;
  const metrics = createMetrics();
  const { registry } = metrics;
  const page = { contentType: registry.contentType, read: () => registry.metrics() };
  let server: FastifyInstance | undefined;
  return {
    metrics,
    onMainPort: port === 0 && token !== '' ? { page, token } : undefined,
    listen: async () => {
      if (port === 0) return;
      // Loaded only where it is used, so that the threads can start before it.
      const { createMetricsServer } = await import('../http/routes/metrics.ts');
      server = await createMetricsServer({ page, token, logger });
      await server.listen({ host, port });
      logger.info({ host, port }, 'metrics are served at /metrics');
    },
    close: async () => {
      await server?.close();
    },
  };
}
