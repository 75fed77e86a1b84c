import type { FastifyInstance } from 'fastify';
import createRouter from 'find-my-way';

/** There is no such route. */
class RouteError extends Error {
  readonly statusCode: 404 | 405;

  constructor(statusCode: 404 | 405) {
    super('no such route');
    this.statusCode = statusCode;
  }
}

/**
 * Answers a method that a known address does not have with 405 and `Allow` (RFC 9110, 15.5.6), where the
 * framework says 404, and both before a body is looked at. For the routes that are registered afterwards.
 */
export function refuseOtherMethods(app: FastifyInstance, maxParamLength: number): void {
  const methodsByUrl = new Map<string, string[]>();
  // The framework's own router, asked without a method.
  const addresses = createRouter({ maxParamLength });

  app.addHook('onRoute', ({ method, url }) => {
    // Preflights are answered everywhere, by a route that would match any address.
    if (method === 'OPTIONS') return;
    const methods = methodsByUrl.get(url) ?? [];
    if (methods.length === 0) addresses.on('GET', url, () => {}, methods);
    methods.push(...[method].flat());
    methodsByUrl.set(url, methods);
  });

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const [path = ''] = request.url.split('?', 1);
    const methods: readonly string[] | undefined = addresses.find('GET', path)?.store;
    if (!methods) return done(new RouteError(404));
    reply.header('allow', [...methods, 'OPTIONS'].sort().join(', '));
    done(new RouteError(405));
  });
}
