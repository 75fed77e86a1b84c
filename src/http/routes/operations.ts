import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Store } from '../../store/store.ts';
import { laterResponse } from '../openapi.ts';

/** What the operating routes look at. */
export interface OpsOptions {
  readonly store: Pick<Store, 'ping'>;
  /** Whether pictures can be drawn. */
  readonly canDraw: () => boolean;
  /** Whether a shutdown has begun. */
  readonly isDraining: () => boolean;
}

const Status = Type.Object({ status: Type.String() }, { title: 'Status' });

/** For orchestrators and load balancers: is the process alive, and should it get requests? */
export const opsRoutes: FastifyPluginAsyncTypebox<OpsOptions> = async (app, options) => {
  app.get(
    '/healthz',
    {
      exposeHeadRoute: true,
      schema: {
        summary: 'Alive?',
        description:
          'Answers as long as the process works, whatever becomes of the store: a restart would not mend a store.',
        tags: ['operations'],
        operationId: 'health',
        response: { 200: { ...Status, description: 'Alive' } },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { status: 'ok' };
    },
  );

  app.get(
    '/readyz',
    {
      config: { limit: 'probe' },
      exposeHeadRoute: true,
      schema: {
        summary: 'Ready?',
        description:
          'Whether requests should be sent here: no while the store does not answer or no thread can draw, and no from the start of a shutdown.',
        tags: ['operations'],
        operationId: 'ready',
        response: {
          200: { ...Status, description: 'Ready' },
          429: laterResponse('Too many requests from one network (`rate_limited`)'),
          503: laterResponse('Not ready (`store_unavailable`, `busy` or `draining`)'),
        },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      if (options.isDraining()) {
        const message = 'This replica is shutting down.';
        reply.header('retry-after', 1);
        return reply.code(503).send({ error: 'draining', message, statusCode: 503 });
      }
      if (!options.canDraw()) {
        const message = 'No thread can draw at the moment.';
        reply.header('retry-after', 1);
        return reply.code(503).send({ error: 'busy', message, statusCode: 503 });
      }
      await options.store.ping();
      return { status: 'ready' };
    },
  );
};
