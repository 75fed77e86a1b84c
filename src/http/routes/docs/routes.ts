import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sendBytes } from '../../ranges.ts';

/** What Swagger UI serves. */
const PAGE_ROUTES = ['/docs', '/docs/', '/docs/json', '/docs/yaml', '/docs/static/*'];

/** Of an answer as a whole: whoever sends it on makes its own. */
const HOP_HEADERS = new Set(['connection', 'content-length', 'date', 'transfer-encoding']);

/** As the files of Swagger UI are called. Of the same file there is no second name. */
const FILE = /^[\w.-]*$/;

/** What everybody gets at an address. */
interface Answer {
  readonly statusCode: number;
  readonly headers: OutgoingHttpHeaders;
  readonly bytes: Uint8Array;
}

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

  async function ask(url: string): Promise<Answer> {
    const docs = await open();
    const { statusCode, headers: all, rawPayload: bytes } = await docs.inject({ url });
    const headers = Object.fromEntries(
      Object.entries(all).filter(([name]) => !HOP_HEADERS.has(name)),
    );
    return { statusCode, headers, bytes };
  }

  // Kept once for all: each answer was a copy of 1.7 MB, and 20 connections that asked for 32 of them each
  // and did not read them took 1.6 GB.
  const answers = new Map<string, Promise<Answer>>();
  async function answerAt(url: string): Promise<Answer> {
    const answering = answers.get(url) ?? ask(url);
    answers.set(url, answering);
    const forget = () => answers.delete(url);
    answering.then(({ statusCode }) => statusCode >= 400 && forget(), forget);
    return answering;
  }

  async function servePage(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { '*': file = '' } = request.params as { '*'?: string };
    if (!FILE.test(file)) return reply.callNotFound();
    const url = (request.routeOptions.url ?? '').replace('*', file);
    const { statusCode, headers, bytes } = await answerAt(url);
    reply.code(statusCode).headers(headers);
    const { etag } = headers;
    if (etag && etag === request.headers['if-none-match']) return reply.code(304).send();
    return statusCode === 200 ? sendBytes(request, reply, bytes) : reply.send(bytes);
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
