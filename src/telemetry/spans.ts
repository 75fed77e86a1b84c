import {
  type Context,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { methodOf, routeOf } from '../http/observed.ts';
import type { Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';

/** Asked every few seconds, and always the same: their spans would hide the others. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * A span for each request of the routes that are registered afterwards. It knows the pattern of the route
 * and nothing of the address: that holds uuids and guesses. Neither does it know what an error says.
 */
export function traceRequests(
  app: FastifyInstance,
  tracer: Tracer,
  /** Reads in the headers which trace a request belongs to; undefined: it begins one. */
  propagator: TextMapPropagator | undefined,
): void {
  const contexts = new WeakMap<FastifyRequest, Context>();

  app.addHook('onRequest', (request, _reply, done) => {
    if (PROBES.has(routeOf(request))) {
      done();
      return;
    }
    const parent =
      propagator?.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter) ?? ROOT_CONTEXT;
    const [method, route] = [methodOf(request), routeOf(request)];
    const span = tracer.startSpan(
      `${method} ${route}`.trim(),
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': method, ...(route && { 'http.route': route }) },
      },
      parent,
    );
    const own = trace.setSpan(parent, span);
    contexts.set(request, own);
    context.with(own, done);
  });
  // The body was read meanwhile, in events of the connection.
  app.addHook('preValidation', (request, _reply, done) => {
    context.with(contexts.get(request) ?? context.active(), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = trace.getSpan(contexts.get(request) ?? ROOT_CONTEXT);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

/** The same store, with a span for each operation of a request: which one, and never the key. */
export function traceStore(store: Store, tracer: Tracer, system: string): Store {
  const traced =
    <Args extends unknown[], T>(operation: string, act: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      within(
        tracer,
        `store ${operation}`,
        { 'db.system.name': system, 'db.operation.name': operation },
        () => act(...args),
      );
  return {
    set: traced('set', store.set),
    take: traced('take', store.take),
    claim: traced('claim', store.claim),
    release: traced('release', store.release),
    get: traced('get', store.get),
    extend: traced('extend', store.extend),
    increment: traced('increment', store.increment),
    memory: traced('memory', store.memory),
    ping: traced('ping', store.ping),
    close: store.close,
  };
}

/** The same renderer, with a span for each job of a request: its kind. */
export function traceRender(render: Render, tracer: Tracer): Render {
  return (job) => within(tracer, `render ${job.kind}`, {}, () => render(job));
}

/** A span for what happens within another one; nothing for what happens in idle time. */
async function within<T>(
  tracer: Tracer,
  name: string,
  attributes: Record<string, string>,
  act: () => Promise<T>,
): Promise<T> {
  if (!trace.getActiveSpan()) return act();
  const span: Span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes });
  try {
    return await act();
  } catch (error) {
    // Without its message, which may quote anything.
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
