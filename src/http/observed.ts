import type { FastifyInstance } from 'fastify';
import type { HttpEvent } from './events.ts';

/** What a caller may write there is endless; what routes know is not. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Patterns have conditions on their parameters, such as those of a uuid: too long for a name. */
const CONDITION = /\(\^[^)]*\)/g;

/** Tells of every answer of the routes that are registered afterwards, when it is sent. */
export function observeRequests(app: FastifyInstance, observe: (event: HttpEvent) => void): void {
  const names = new Map<string, string>();

  function nameOf(pattern: string): string {
    const known = names.get(pattern);
    if (known !== undefined) return known;
    const name = pattern.replaceAll(CONDITION, '');
    names.set(pattern, name);
    return name;
  }

  app.addHook('onResponse', (request, reply, done) => {
    observe({
      type: 'served',
      method: METHODS.has(request.method) ? request.method : 'other',
      route: nameOf(request.routeOptions.url ?? ''),
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
    done();
  });
}
