import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Challenges } from './challenge/service.ts';
import { answerClientError } from './http/client-errors.ts';
import { serveDocs } from './http/docs.ts';
import { answerError, handleErrors } from './http/errors.ts';
import { opsRoutes } from './http/ops.ts';
import { classicRoutes } from './http/routes/classic.ts';
import type { Store } from './store/store.ts';

/** Everything the HTTP layer needs: services, and the settings it applies itself. */
export interface AppOptions {
  readonly challenges: Challenges;
  readonly store: Pick<Store, 'ping'>;
  readonly logger: Logger;
  readonly version: string;
  readonly corsOrigins: '*' | readonly string[];
  readonly challengeTtlSeconds: number;
  /** Whether a shutdown has begun. */
  readonly isDraining: () => boolean;
}

/** Node's default limit for a request line with its headers; a guess cannot be longer either. */
const MAX_HEADER_BYTES = 16_384;

/** A whole request must have arrived by then. No honest one takes a second. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Builds the service, ready to listen or to be injected into. All Fastify options stand here. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { logger, isDraining } = options;
  const frameworkLogger: FastifyBaseLogger = logger.child(
    {},
    { level: logger.isLevelEnabled('warn') ? 'warn' : logger.level },
  );
  const app = fastify({
    // Fastify announces one address per network interface; the entry point says it in one line.
    loggerInstance: frameworkLogger,
    childLoggerFactory: (_logger, bindings, childOptions) => logger.child(bindings, childOptions),
    // The routes log what matters themselves, without the URL.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: REQUEST_TIMEOUT_MS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A HEAD for a check would spend the captcha without telling the verdict.
    exposeHeadRoutes: false,
    // A request that arrives while the server closes is served like any other.
    return503OnClosing: false,
    bodyLimit: 1024,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  });

  handleErrors(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (isDraining()) reply.header('connection', 'close');
  });

  await serveDocs(app, options.version);
  await app.register(classicRoutes, options);
  await app.register(opsRoutes, options);
  return app;
}
