import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import { parseArgs, parseEnv } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { createApp } from './app.ts';
import { createSystemRandom } from './base/random.ts';
import { newId, newKey } from './base/secrets.ts';
import { keepCalibrated } from './calibrating.ts';
import { createSites, type SiteDefinition } from './challenge/sites.ts';
import type { Level } from './challenge/types.ts';
import { type Config, parseConfig } from './config/config.ts';
import { helpText } from './config/reference.ts';
import { policyOf, readSites } from './config/sites.ts';
import { createDefence } from './defence.ts';
import { loadWidgetFiles } from './http/widget-files.ts';
import { createKinds } from './kinds.ts';
import { createLog } from './log.ts';
import { createPool } from './media/pool.ts';
import { createRecent } from './media/recent.ts';
import { findLanguages, type Languages } from './media/sound/languages.ts';
import { createServices } from './services.ts';
import { createMemoryStore } from './store/memory.ts';
import type { Store } from './store/store.ts';

const version: string = JSON.parse(read(new URL('../package.json', import.meta.url))).version;

readArguments();
const config = readConfig();
const log = await createLog({
  level: config.logLevel,
  format:
    config.logFormat === 'auto' ? (process.stdout.isTTY ? 'pretty' : 'json') : config.logFormat,
  dir: config.logDir,
  maxFileMb: config.logMaxFileMb,
  maxFiles: config.logMaxFiles,
}).catch((error: Error) => stop([`LOG_DIR cannot be written to: ${error.message}`]));
const { logger } = log;
const found = await readSites(config, read);
const definedSites = found.ok ? found.sites : stop(found.faults);

if (!config.secretKey) {
  logger.warn(
    'No SECRET_KEY: made a random one for this process. Fine for one replica; replicas that share a store must share a key.',
  );
}

/** One draws more than the thread that answers can send; two outlast an epoch that begins. */
const MAX_THREADS_BY_DEFAULT = 2;

/** Eight times what a thread needs for its fonts and the largest pictures. */
const DRAWING_HEAP_MB = 128;

/** Some 300 sounds: as many as are being played at a time. */
const RECENT_BYTES = 32e6;

/** More than a count in memory takes, with its key. */
const COUNT_BYTES = 500;

const languages = readLanguages();
const pool = createPool({
  workerUrl: new URL('./media/worker.ts', import.meta.url),
  threads:
    config.drawingThreads ||
    Math.min(MAX_THREADS_BY_DEFAULT, Math.max(1, availableParallelism() - 1)),
  maxQueued: config.drawingQueue,
  timeoutMs: config.drawingTimeoutMs,
  maxHeapMb: DRAWING_HEAP_MB,
  ...(config.voicesDir && { voicesDir: config.voicesDir }),
  onThreadLost: (lost) => logger.error(lost, 'a drawing thread was lost, starting another'),
});
const store = await createStore(config);
const secretKey = config.secretKey || newKey();
const nowMs = Date.now;
const widgetFiles = loadWidgetFiles(new URL('../dist/widget/', import.meta.url));
if (widgetFiles.size === 0) {
  logger.warn('The widget is not built, so its scripts are not served: `npm run build`');
}
const development = definedSites.length === 0 ? developmentSite() : undefined;
const sites = createSites(development ? [development] : definedSites);
// Otherwise it is what a terminal says when it is closed: the end.
if (config.sitesFile) process.on('SIGHUP', () => void reloadSites());
const services = createServices({
  store,
  render: createRecent(pool.render, { kinds: ['sound'], maxBytes: RECENT_BYTES }),
  renderWhenIdle: pool.renderWhenIdle,
  kinds: createKinds(config, languages),
  sites,
  random: createSystemRandom(),
  secretKey,
  // With a memory store, whoever starts again has forgotten what was solved: it is not to be believed.
  sealingKey: config.store.kind === 'memory' ? newKey() : secretKey,
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
});
const stopCalibrating = keepCalibrated(services.calibration, logger);
const defence = createDefence({
  shared: config.store.kind === 'memory' ? undefined : store,
  createCounts: (maxEntries) =>
    createMemoryStore({
      maxEntries,
      maxBytes: maxEntries * COUNT_BYTES,
      nowMs: () => performance.now(),
    }),
  secretKey,
  challengeTtlMs: config.challengeTtlSeconds * 1000,
  limitPercent: config.rateLimits ? config.rateLimitPercent : undefined,
  load,
  nowMs,
  monotonicMs: () => performance.now(),
});
const { server, shutdown } = await createApp({
  ...services,
  sites,
  ...defence,
  vendorTestKeys: config.vendorTestKeys,
  widgetFiles,
  demo: demoSite(),
  nowMs,
  trustedProxies: config.trustedProxies,
  canDraw: () => pool.stats().threads > 0,
  store,
  logger,
  version,
  corsOrigins: config.corsOrigins,
  challengeTtlSeconds: config.challengeTtlSeconds,
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
    await log.close();
  },
);

await server.listen({ host: config.host, port: config.port }).catch((error: Error) => {
  stop([`HOST and PORT cannot be listened on: ${error.message}`]);
});
const { port } = server.server.address() as { port: number };
const name = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
const origin = `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
logger.info(
  { store: config.store.kind },
  `Inkblot ${version} listens on ${origin} (docs: ${origin}/docs)`,
);

/** A site of which nobody knows before: whoever forgets to define one has none that is open to all. */
function developmentSite(): SiteDefinition {
  const sitekey = `development-${newId()}`;
  logger.warn({ sitekey }, 'DEVELOPMENT MODE: no SITEKEY or SITES_FILE, made a key pair');
  return {
    sitekey,
    secret: newKey(),
    hostnames: [],
    policy: policyOf(config),
  };
}

function demoSite(): { sitekey: string; secret?: string } | undefined {
  const { demo } = config;
  if (demo === 'false') return undefined;
  if (development) return { sitekey: development.sitekey, secret: development.secret };
  return demo === 'true' ? { sitekey: definedSites[0]?.sitekey ?? '' } : undefined;
}

/** How much of the service is in use: 1 when nothing more may wait to be drawn. */
function load(): number {
  return Math.min(1, pool.stats().queued / config.drawingQueue);
}

async function reloadSites(): Promise<void> {
  const next = await readSites(config, read);
  if (!next.ok) {
    logger.error({ faults: next.faults }, 'the sites cannot be read: those of before go on');
  } else if (next.sites.length > 0) {
    sites.replace(next.sites);
    logger.info({ sites: next.sites.length }, 'the sites were read again');
  }
}

async function createStore({ store: location, ...rest }: Config): Promise<Store> {
  if (location.kind === 'memory') {
    return createMemoryStore({
      maxEntries: rest.memoryMaxEntries,
      maxBytes: rest.memoryMaxMb * 1e6,
      // Monotonic: a clock that is set must not revive or kill captchas.
      nowMs: () => performance.now(),
    });
  }
  // Loaded only where it is used: a tenth of the time to start.
  const { createRedisStore } = await import('./store/redis.ts');
  return createRedisStore({
    target: location.target,
    keyPrefix: rest.storeKeyPrefix,
    timeoutMs: rest.storeTimeoutMs,
    ...(rest.storeTlsCa && { tlsCa: rest.storeTlsCa }),
    onConnection: (state, reason) => {
      if (state === 'up') logger.info('store connected');
      else logger.warn({ reason }, 'store not reachable, trying again until it is');
    },
  });
}

function readConfig(): Config {
  const result = parseConfig({ ...readDotEnv(), ...process.env }, read);
  return result.ok ? result.config : stop(result.faults);
}

function readLanguages(): Languages {
  try {
    return findLanguages(config.voicesDir || undefined);
  } catch (error) {
    return stop([`VOICES_DIR: ${(error as Error).message}`]);
  }
}

function readDotEnv(): NodeJS.Dict<string> {
  try {
    return parseEnv(read('.env'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? {} : stop([`.env cannot be read: ${message}`]);
  }
}

function readArguments(): void {
  const { values } = parseArguments();
  if (values.help) process.stdout.write(helpText(version));
  if (values.version) process.stdout.write(`${version}\n`);
  if (values.help || values.version) process.exit(0);
}

function parseArguments(): { values: { help?: boolean; version?: boolean } } {
  try {
    return parseArgs({ options: { help: { type: 'boolean' }, version: { type: 'boolean' } } });
  } catch (error) {
    return stop([`${(error as Error).message} Known are --help and --version.`]);
  }
}

function stop(faults: readonly string[]): never {
  process.stderr.write(
    `Inkblot cannot start:\n${faults.map((fault) => `  - ${fault}\n`).join('')}`,
  );
  process.exit(2);
}

function read(path: string | URL): string {
  return readFileSync(path, 'utf8');
}
