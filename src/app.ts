import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Clients } from './abuse/clients.ts';
import type { Limits } from './abuse/limits.ts';
import type { ClassicChallenges } from './challenge/classic-challenges.ts';
import type { Redemptions } from './challenge/redemptions.ts';
import type { SiteChallenges } from './challenge/site-challenges.ts';
import type { Sites } from './challenge/sites.ts';
import type { Tokens } from './challenge/tokens.ts';
import { withoutBase } from './http/bases.ts';
import { answerClientError, answerUnusualRequests } from './http/client-errors.ts';
import { boundConnections } from './http/connections.ts';
import { answerError, handleErrors } from './http/errors.ts';
import type { HttpEvent } from './http/events.ts';
import { limitRequests } from './http/limits.ts';
import { refuseOtherMethods } from './http/methods.ts';
import { observeRequests } from './http/observed.ts';
import { classicRoutes } from './http/routes/classic.ts';
import type { DashboardOptions } from './http/routes/dashboard/routes.ts';
import { type DemoSite, demoRoutes } from './http/routes/demo.ts';
import { serveDocs } from './http/routes/docs/routes.ts';
import { type MetricsOptions, metricsRoutes } from './http/routes/metrics.ts';
import { noScriptRoutes } from './http/routes/no-script/routes.ts';
import { opsRoutes } from './http/routes/operations.ts';
import { siteverifyRoutes } from './http/routes/siteverify/routes.ts';
import { v1Routes } from './http/routes/v1/routes.ts';
import { widgetRoutes } from './http/routes/widget.ts';
import { secureAnswers } from './http/security-headers.ts';
import { prepareShutdown, type Shutdown } from './http/shutdown.ts';
import type { Visitors } from './http/visitors.ts';
import type { WidgetFiles } from './http/widget-files.ts';
import type { Store } from './store/store.ts';

/** Everything the HTTP layer needs: services, and the settings it applies itself. */
export interface AppOptions {
  readonly classicChallenges: Pick<ClassicChallenges, 'issue' | 'answer'>;
  readonly siteChallenges: SiteChallenges;
  readonly redemptions: Pick<Redemptions, 'redeem'>;
  readonly visitors: Visitors;
  readonly sites: Sites;
  readonly tokens: Tokens;
  /** Whether the keys that vendors document for tests are known. */
  readonly vendorTestKeys: boolean;
  /** The site that the demonstration shows; nothing for no demonstration. */
  readonly demo: DemoSite | undefined;
  /** The built widget; empty where there is none. */
  readonly widgetFiles: WidgetFiles;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Whether pictures can be drawn. */
  readonly canDraw: () => boolean;
  readonly store: Pick<Store, 'ping'>;
  readonly clients: Clients;
  /** Undefined: nothing is limited. */
  readonly limits: Limits | undefined;
  /** The proxies that are believed to say who their clients are. */
  readonly trustedProxies: readonly string[];
  readonly logger: Logger;
  readonly version: string;
  readonly corsOrigins: '*' | readonly string[];
  readonly challengeTtlSeconds: number;
  /** Is told what is asked over HTTP. */
  readonly observe?: (event: HttpEvent) => void;
  /** Adds a span for each request of the routes that are registered afterwards. */
  readonly traceRequests?: ((app: FastifyInstance) => void) | undefined;
  /** What `/metrics` serves on this port; undefined: there is none here. */
  readonly metrics?: MetricsOptions | undefined;
  /** The operator's page; undefined: there is none. */
  readonly dashboard?: DashboardOptions | undefined;
  /** The most connections that are open at a time. */
  readonly maxConnections: number;
}

/** The service over HTTP. */
export interface App {
  /** Ready to listen or to be injected into. */
  readonly server: FastifyInstance;
  readonly shutdown: Shutdown;
}

/** Node's default limit for a request line with its headers; a guess cannot be longer either. */
const MAX_HEADER_BYTES = 16_384;

/** A whole request must have arrived by then. No honest one takes a second. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A client that fetches nothing of its answer for so long is gone. No answer takes that long to make. */
const SILENCE_TIMEOUT_MS = 60_000;

/** Builds the service. All Fastify options stand here, and the order in which its parts load. */
export async function createApp(options: AppOptions): Promise<App> {
  const { logger } = options;
  const frameworkLogger: FastifyBaseLogger = logger.child(
    {},
    { level: logger.isLevelEnabled('warn') ? 'warn' : logger.level },
  );
  const server = fastify({
    // Fastify announces one address per network interface; the entry point says it in one line.
    loggerInstance: frameworkLogger,
    childLoggerFactory: (_logger, bindings, childOptions) => logger.child(bindings, childOptions),
    // The routes log what matters themselves, without the URL.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    rewriteUrl: (request) => withoutBase(request.url ?? '/'),
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      // Node looks for late requests only so often, by default every 30 seconds.
      connectionsCheckingInterval: 1000,
    },
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    // `request.ip` is then the last address of X-Forwarded-For that is none of these.
    trustProxy: options.trustedProxies.length > 0 && [...options.trustedProxies],
    // A HEAD for a check would spend the captcha without telling the verdict.
    exposeHeadRoutes: false,
    // Answers during a shutdown are the business of http/shutdown.ts.
    return503OnClosing: false,
    // A field has the type that is documented: the framework would make a text of null, and a number of
    // a text. The schemas are ours, and tests compile all of them: to check them is a tenth of the time to start.
    ajv: { customOptions: { coerceTypes: false, validateSchema: false } },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  });

  // No route takes a body. One that comes is not read: what it claims to be cannot cause an error.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  answerUnusualRequests(server.server);
  handleErrors(server);
  secureAnswers(server);
  boundConnections(server, options.maxConnections);
  const shutdown = prepareShutdown(server);
  options.traceRequests?.(server);
  if (options.observe) observeRequests(server, options.observe);
  refuseOtherMethods(server, MAX_HEADER_BYTES);
  const { charge } = limitRequests(server, options);

  serveDocs(server, options.version);
  await server.register(classicRoutes, options);
  await server.register(v1Routes, { ...options, charge, prefix: '/v1' });
  await server.register(siteverifyRoutes, options);
  await server.register(noScriptRoutes, { ...options, charge });
  await server.register(widgetRoutes, options);
  await server.register(demoRoutes, options);
  if (options.dashboard) {
    // Loaded only where it is used.
    const { dashboardRoutes } = await import('./http/routes/dashboard/routes.ts');
    await server.register(dashboardRoutes, options.dashboard);
  }
  await server.register(opsRoutes, { ...options, ...shutdown });
  if (options.metrics) await server.register(metricsRoutes, options.metrics);
  return { server, shutdown };
}
