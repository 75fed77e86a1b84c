import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpEvent } from './events.ts';

/** What a caller may write there is endless; what routes know is not. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Patterns have conditions on their parameters, such as those of a uuid: too long for a name. */
const CONDITION = /\(\^[^)]*\)/g;

const names = new Map<string, string>();

/** The method of a request, if it is one that routes know; else `other`. */
export function methodOf({ method }: FastifyRequest): string {
  return METHODS.has(method) ? method : 'other';
}

/** The pattern of the route of a request, without conditions; empty where there is no route. */
export function routeOf({ routeOptions: { url = '' } }: FastifyRequest): string {
  const known = names.get(url);
  if (known !== undefined) return known;
  const name = url.replaceAll(CONDITION, '');
  names.set(url, name);
  return name;
}

/** Tells of every answer of the routes that are registered afterwards, when it is sent. */
export function observeRequests(app: FastifyInstance, observe: (event: HttpEvent) => void): void {
  app.addHook('onResponse', (request, reply, done) => {
    observe({
      type: 'served',
      method: methodOf(request),
      route: routeOf(request),
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
    done();
  });
}
