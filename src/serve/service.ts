import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type App, createApp } from '../app.ts';
import { createSteadyClock } from '../base/clock.ts';
import { createKeys } from '../base/keys.ts';
import { createSystemRandom } from '../base/random.ts';
import { newKey } from '../base/secrets.ts';
import type { Level } from '../challenge/types.ts';
import type { Context } from '../cli/context.ts';
import { keepCalibrated } from '../compose/calibrating.ts';
import { createKinds } from '../compose/kinds.ts';
import { createProtection } from '../compose/protection.ts';
import { createServices } from '../compose/services.ts';
import type { Setup } from '../compose/setup.ts';
import { createCounts, monotonicMs, openStore } from '../compose/stores.ts';
import { loadWidgetFiles } from '../http/widget-files.ts';
import type { Pool } from '../media/pool.ts';
import { createRecent } from '../media/recent.ts';
import { connectionsFor } from './connections.ts';
import { openDashboard } from './dashboard.ts';
import type { Observing } from './observing.ts';
import { serveSites } from './sites.ts';
import { openTelemetry } from './telemetry.ts';

/** Some 300 sounds: as many as are being played at a time. */
const RECENT_BYTES = 32e6;

/** What the service is made of. */
export interface ServiceOptions {
  readonly context: Context;
  readonly setup: Setup;
  readonly pool: Pool;
  readonly logger: Logger;
  readonly observing: Observing;
}

/** The service, ready to listen. */
export interface Service extends App {
  /** Ends all that goes on beside requests. The pool is left to whoever made it. */
  close(): Promise<void>;
}

/** Makes every part from the settings, and puts them together. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { context, setup, pool, logger, observing } = options;
  const { config } = setup;
  const { metrics } = observing;
  const telemetry = await openTelemetry(config, logger, context.version, metrics);
  const storeAnswer = Promise.withResolvers<void>();
  const opened = await openStore(config, (state, reason) => {
    storeAnswer.resolve();
    metrics.storeIs(state);
    // A store in memory is not worth a line.
    if (config.store.kind === 'memory') return;
    if (state === 'up') logger.info('store connected');
    else logger.warn({ reason }, 'store not reachable, trying again until it is');
  });
  const store = telemetry.ofStore(metrics.ofStore(opened), config.store.kind);
  const keys = createKeys(config.secretKey || newKey(), config.acceptedSecretKeys);
  const nowMs = createSteadyClock({ wallMs: Date.now, monotonicMs });
  const widgetFiles = loadWidgetFiles(new URL('../../dist/widget/', import.meta.url));
  if (widgetFiles.size === 0) {
    logger.warn('The widget is not built, so its scripts are not served: `npm run build`');
  }
  const { sites, demo, reload } = serveSites(config, setup.sites, context.readFile, logger);
  // Otherwise it is what a terminal says when it is closed: the end.
  if (config.sitesFile) context.onSignal('SIGHUP', () => void reload());

  const services = createServices({
    store,
    render: createRecent(telemetry.ofRender(metrics.ofRender(pool.render)), {
      kinds: ['sound'],
      maxBytes: RECENT_BYTES,
    }),
    renderWhenIdle: pool.renderWhenIdle,
    kinds: createKinds(config, setup.languages),
    sites,
    random: createSystemRandom(),
    keys,
    epochMs: config.pictureEpochMinutes * 60_000,
    challengeTtlMs: config.challengeTtlSeconds * 1000,
    tokenTtlMs: config.tokenTtlSeconds * 1000,
    leastSolveMs: config.leastSolveMs,
    band: {
      least: config.styleSuccessLeastPercent / 100,
      most: config.styleSuccessMostPercent / 100,
    },
    pictureLevel: config.pictureLevel as Level,
    pictureStock: config.pictureStock,
    nowMs,
    observe: metrics.count,
  });
  metrics.watch({
    version: context.version,
    drawing: pool.stats,
    drawingQueue: config.drawingQueue,
    ready: services.classicChallenges.ready,
    pictureStock: config.pictureStock,
  });
  const stopCalibrating = keepCalibrated(metrics.ofCalibration(services.calibration), logger);
  const protection = createProtection({
    shared: config.store.kind === 'memory' ? undefined : store,
    createCounts,
    secretKey: keys.current.secret,
    challengeTtlMs: config.challengeTtlSeconds * 1000,
    limitPercent: config.rateLimits ? config.rateLimitPercent : undefined,
    // How much of the service is in use: 1 when nothing more may wait to be drawn.
    load: () => Math.min(1, pool.stats().queued / config.drawingQueue),
    nowMs,
    monotonicMs,
    observe: metrics.count,
  });
  const dashboard = openDashboard(config.dashboardToken, metrics, context.version, nowMs);
  const app = await createApp({
    ...services,
    sites,
    ...protection,
    vendorTestKeys: config.vendorTestKeys,
    widgetFiles,
    demo,
    nowMs,
    trustedProxies: config.trustedProxies,
    canDraw: () => pool.stats().threads > 0,
    store,
    logger,
    version: context.version,
    corsOrigins: config.corsOrigins,
    challengeTtlSeconds: config.challengeTtlSeconds,
    observe: metrics.count,
    metrics: observing.onMainPort,
    traceRequests: telemetry.traceRequests,
    dashboard: dashboard?.options,
    maxConnections: connectionsFor(config.maxConnections, context.maxOpenFiles(), logger),
  });
  // The first visitors would be refused, and counted by this replica alone, while it connects.
  await Promise.race([
    storeAnswer.promise,
    sleep(config.storeTimeoutMs, undefined, { ref: false }),
  ]);
  return {
    ...app,
    close: async () => {
      stopCalibrating();
      dashboard?.close();
      services.classicChallenges.close();
      await store.close();
      await telemetry.close();
    },
  };
}
