import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

/** What Swagger UI serves. */
const PAGE_ROUTES = ['/docs', '/docs/', '/docs/json', '/docs/yaml', '/docs/static/*'];

/** Of an answer as a whole: whoever sends it on makes its own. */
const HOP_HEADERS = new Set(['connection', 'content-length', 'date', 'transfer-encoding']);

/**
 * The OpenAPI document, made from the schemas of the routes that are registered afterwards, at
 * `/openapi.json`, and a page to read it and try it at `/docs`. What makes them is loaded when somebody asks:
 * it would be a quarter of the time to start.
 */
export function serveDocs(app: FastifyInstance, version: string): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (!route.schema?.hide) routes.push(route);
  });

  let opened: Promise<FastifyInstance> | undefined;
  function open(): Promise<FastifyInstance> {
    opened ??= import('./app.ts').then(({ createDocsApp }) =>
      createDocsApp(routes, version, app.log),
    );
    return opened;
  }

  async function servePage(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { url, headers } = request;
    const docs = await open();
    const answer = await docs.inject({ method: 'GET', url, headers });
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !HOP_HEADERS.has(name)) reply.header(name, value);
    }
    return reply.code(answer.statusCode).send(answer.rawPayload);
  }

  for (const url of PAGE_ROUTES) {
    app.get(url, { exposeHeadRoute: true, schema: { hide: true } }, servePage);
  }
  // Made once: 1,500 requests that were read slowly kept everybody waiting for ten seconds.
  let document: Promise<string> | undefined;
  app.get(
    '/openapi.json',
    { config: { limit: 'document' }, schema: { hide: true } },
    async (_request, reply) => {
      document ??= open().then((docs) => JSON.stringify(docs.swagger()));
      return reply.type('application/json; charset=utf-8').send(await document);
    },
  );
}
