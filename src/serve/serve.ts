import { isIPv6 } from 'node:net';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { createApp } from '../app.ts';
import { createKeys } from '../base/keys.ts';
import { createSystemRandom } from '../base/random.ts';
import { newKey } from '../base/secrets.ts';
import { keepCalibrated } from '../calibrating.ts';
import type { Level } from '../challenge/types.ts';
import type { Context } from '../cli/context.ts';
import { FaultsError } from '../cli/faults.ts';
import { parseOptions } from '../cli/options.ts';
import type { Config } from '../config/config.ts';
import { createDefence } from '../defence.ts';
import { loadWidgetFiles } from '../http/widget-files.ts';
import { createKinds } from '../kinds.ts';
import { createLog, type Log } from '../log.ts';
import { createRecent } from '../media/recent.ts';
import { createServices } from '../services.ts';
import { readSetup } from '../setup.ts';
import { startDrawing } from './drawing.ts';
import { createObserving } from './observing.ts';
import { serveSites } from './sites.ts';
import { createCounts, monotonicMs, openStore } from './store.ts';

/** Some 300 sounds: as many as are being played at a time. */
const RECENT_BYTES = 32e6;

/** Descriptors that are no visitors' connections: logs, the store, threads, and some to spare. */
const OTHER_FILES = 100;

/**
 * Runs the service until a signal ends it: reads what is set, makes the parts, listens, and shuts down.
 * Throws a FaultsError if it cannot start.
 */
export async function serve(context: Context): Promise<undefined> {
  parseOptions(context, { options: {} });
  const read = await readSetup(context.env, context.readFile);
  if (!read.ok) throw cannotStart(read.faults);
  const { config, sites: definedSites, languages } = read.setup;
  const log = await openLog(config, context.isTerminal);
  const { logger } = log;
  if (!config.secretKey) {
    logger.warn(
      'No SECRET_KEY: made a random one for this process. Fine for one replica; replicas that share a store must share a key.',
    );
  }
  const observing = createObserving(config, logger);
  const { metrics } = observing;
  const pool = startDrawing(config, logger, metrics);
  const store = metrics.ofStore(await openStore(config, logger, metrics));
  const keys = createKeys(config.secretKey || newKey(), config.acceptedSecretKeys);
  const nowMs = Date.now;
  const widgetFiles = loadWidgetFiles(new URL('../../dist/widget/', import.meta.url));
  if (widgetFiles.size === 0) {
    logger.warn('The widget is not built, so its scripts are not served: `npm run build`');
  }
  const { sites, demo, reload } = serveSites(config, definedSites, context.readFile, logger);
  // Otherwise it is what a terminal says when it is closed: the end.
  if (config.sitesFile) context.onSignal('SIGHUP', () => void reload());

  const services = createServices({
    store,
    render: createRecent(metrics.ofRender(pool.render), {
      kinds: ['sound'],
      maxBytes: RECENT_BYTES,
    }),
    renderWhenIdle: pool.renderWhenIdle,
    kinds: createKinds(config, languages),
    sites,
    random: createSystemRandom(),
    keys,
    // With a memory store, whoever starts again has forgotten what was solved: it is not to be believed.
    sealingKeys: config.store.kind === 'memory' ? createKeys(newKey()) : keys,
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
    ready: services.challenges.ready,
    pictureStock: config.pictureStock,
  });
  const stopCalibrating = keepCalibrated(metrics.ofCalibration(services.calibration), logger);
  const defence = createDefence({
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
  const { server, shutdown } = await createApp({
    ...services,
    sites,
    ...defence,
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
    maxConnections: connectionsFor(config.maxConnections, context.maxOpenFiles(), logger),
  });

  // The margin is for what comes after the last connection; then the process ends, come what may.
  const skip = config.sitesFile ? (['SIGHUP'] as const) : [];
  closeWithGrace(
    { delay: config.shutdownGraceMs + 1000, logger, skip: [...skip] },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'crashed');
      else logger.info({ signal }, 'shutting down');
      // A person who presses Ctrl+C has no load balancer to wait for.
      await shutdown.run(signal === 'SIGTERM' ? config.shutdownDelayMs : 0, config.shutdownGraceMs);
      stopCalibrating();
      services.challenges.close();
      await pool.close();
      await store.close();
      await observing.close();
      await log.close();
    },
  );

  await observing.listen().catch((error: Error) => {
    throw cannotStart([`METRICS_HOST and METRICS_PORT cannot be listened on: ${error.message}`]);
  });
  await server.listen({ host: config.host, port: config.port }).catch((error: Error) => {
    throw cannotStart([`HOST and PORT cannot be listened on: ${error.message}`]);
  });
  const { port } = server.server.address() as { port: number };
  const origin = originOf(config.host, port);
  logger.info(
    { store: config.store.kind },
    `Inkblot ${context.version} listens on ${origin} (docs: ${origin}/docs)`,
  );
}

function openLog(config: Config, isTerminal: boolean): Promise<Log> {
  return createLog({
    level: config.logLevel,
    format: config.logFormat === 'auto' ? (isTerminal ? 'pretty' : 'json') : config.logFormat,
    dir: config.logDir,
    maxFileMb: config.logMaxFileMb,
    maxFiles: config.logMaxFiles,
  }).catch((error: Error) => {
    throw cannotStart([`LOG_DIR cannot be written to: ${error.message}`]);
  });
}

/** So many connections, or as many as there are descriptors for. */
function connectionsFor(wanted: number, files: number, logger: Logger): number {
  const maxConnections = Math.max(1, Math.min(wanted, files - OTHER_FILES));
  if (maxConnections < wanted) {
    logger.warn(
      { files, maxConnections },
      'MAX_CONNECTIONS is more than there are descriptors for',
    );
  }
  return maxConnections;
}

/** Where a browser on this machine finds the service. */
function originOf(host: string, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

function cannotStart(faults: readonly string[]): FaultsError {
  return new FaultsError('Inkblot cannot start', faults);
}
