import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  fastify,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { hasBearer } from '../bearer.ts';
import { answerClientError, answerUnusualRequests } from '../client-errors.ts';
import { handleErrors } from '../errors.ts';
import { secureAnswers } from '../security-headers.ts';

/** The metrics of this process, written for whoever collects them. */
export interface MetricsPage {
  readonly contentType: string;
  read(): Promise<string>;
}

/** What is served, and to whom. */
export interface MetricsOptions {
  readonly page: MetricsPage;
  /** What must be sent as a bearer token (RFC 6750); empty: nothing need be. */
  readonly token: string;
}

/** `/metrics`, for Prometheus. */
export const metricsRoutes: FastifyPluginAsync<MetricsOptions> = async (app, { page, token }) => {
  app.get(
    '/metrics',
    { config: { limit: 'probe' }, schema: { hide: true } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (token !== '' && !hasBearer(request.headers.authorization, token)) {
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer realm="metrics"')
          .send({ error: 'unauthorized', message: 'A token is needed here.', statusCode: 401 });
      }
      return reply.type(page.contentType).send(await page.read());
    },
  );
};

/** No honest request here has more to say. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A server of its own for `/metrics`, so that the port may be one that the world does not reach. */
export async function createMetricsServer(
  options: MetricsOptions & { readonly logger: Logger },
): Promise<FastifyInstance> {
  const server = fastify({
    // Fastify would announce its address; the entry point says what is worth saying.
    loggerInstance: options.logger.child({}, { level: 'warn' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
  });
  answerUnusualRequests(server.server);
  handleErrors(server);
  secureAnswers(server);
  await server.register(metricsRoutes, options);
  return server;
}
