import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../cli/context.ts';
import { FaultsError } from '../cli/faults.ts';
import { parseOptions } from '../cli/options.ts';
import { readSetup } from '../compose/setup.ts';
import type { Config } from '../config/config.ts';
import { createLog, type Log } from '../log/log.ts';
import { startDrawing } from './drawing.ts';
import { createObserving } from './observing.ts';

/**
 * Runs the service until a signal ends it: reads what is set, makes the parts, listens, and shuts down.
 * Throws a FaultsError if it cannot start.
 */
export async function serve(context: Context): Promise<undefined> {
  parseOptions(context, { options: {} });
  const read = await readSetup(context.env, context.readFile);
  if (!read.ok) throw cannotStart(read.faults);
  const { setup } = read;
  const { config } = setup;
  const log = await openLog(config, context.isTerminal);
  const { logger } = log;
  if (!config.secretKey) {
    logger.warn(
      'No SECRET_KEY: made a random one for this process. Fine for one replica; replicas that share a store must share a key.',
    );
  }
  const observing = createObserving(config, logger);
  const pool = startDrawing(config, logger, observing.metrics);
  // Loaded while the threads start.
  const { createService } = await import('./service.ts');
  const parts = { context, setup, pool, logger, observing };
  const { server, shutdown, close } = await createService(parts);

  // The margin is for what comes after the last connection; then the process ends, come what may.
  const skip = config.sitesFile ? (['SIGHUP'] as const) : [];
  closeWithGrace(
    { delay: config.shutdownGraceMs + 1000, logger, skip: [...skip] },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'crashed');
      else logger.info({ signal }, 'shutting down');
      // A person who presses Ctrl+C has no load balancer to wait for.
      await shutdown.run(signal === 'SIGTERM' ? config.shutdownDelayMs : 0, config.shutdownGraceMs);
      await close();
      await pool.close();
      await observing.close();
      await log.close();
    },
  );

  await observing.listen().catch((error: Error) => {
    throw cannotStart([`METRICS_HOST and METRICS_PORT cannot be listened on: ${error.message}`]);
  });
  await listen(server, config).catch((error: Error) => {
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

/**
 * On one address. Of `localhost` the framework would listen on all, by servers of its own beside the one whose
 * connections are bounded and end in order.
 */
async function listen(server: FastifyInstance, { host: name, port }: Config): Promise<void> {
  const host = name === 'localhost' ? (await lookup(name)).address : name;
  await server.listen({ host, port });
}

/** Where a browser on this machine finds the service. */
function originOf(host: string, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

function cannotStart(faults: readonly string[]): FaultsError {
  return new FaultsError('Inkblot cannot start', faults);
}
