import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Ends the service without losing a request that reached it. */
export interface Shutdown {
  /** Whether a shutdown has begun: from then on the service should not be sent new requests. */
  isDraining(): boolean;
  /**
   * Serves on for `delayMs`, while load balancers notice and each answer asks its client to connect
   * anew; stops listening; answers all requests that are under way; resolves when the last
   * connection has ended. Connections that are still there `graceMs` after the start are cut.
   */
  run(delayMs: number, graceMs: number): Promise<void>;
}

/** A client that waits for a connection has got one when none has come for so long. */
const CALM_MS = 50;

/** On a machine with too much to do, clients take their time. */
const LONGEST_CALM_MS = 1000;

/** A client that reads slowly, or a picture that is not drawn, must not hold up all others. */
const LAST_ANSWERS_MS = 1000;

/** A connection that was quiet for so long after the last answer has nothing under way. */
const QUIET_MS = 500;

/** Prepares an app, before it is ready, to be shut down. */
export function prepareShutdown(app: FastifyInstance): Shutdown {
  let phase: 'serving' | 'draining' | 'calming' | 'leaving' = 'serving';
  const calm = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  let unanswered = 0;
  let lastConnectionMs = 0;
  app.server.on('connection', () => {
    lastConnectionMs = performance.now();
  });

  // Callbacks, as they run for each request: a promise costs as much as all that they do.
  app.addHook('onRequest', (_request, reply, done) => {
    if (phase === 'calming') {
      calm.promise.then(() => done());
      return;
    }
    unanswered++;
    reply.raw.once('close', () => {
      unanswered--;
      if (unanswered === 0 && phase === 'calming') answered.resolve();
    });
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (phase !== 'serving') reply.header('connection', 'close');
    done();
  });

  return {
    isDraining: () => phase !== 'serving',
    run: async (delayMs, graceMs) => {
      const startMs = performance.now();
      phase = 'draining';
      await sleep(delayMs);
      // The kernel resets connections that it has made and the process has not accepted yet. While
      // no request is worked on, none waits for long, and clients have no reason to make more. Those
      // who are answered last make their next connection afterwards.
      phase = 'calming';
      if (unanswered > 0) await Promise.race([answered.promise, sleep(LAST_ANSWERS_MS)]);
      const calmingMs = performance.now();
      do await sleep(CALM_MS);
      while (
        performance.now() - lastConnectionMs < CALM_MS &&
        performance.now() - calmingMs < LONGEST_CALM_MS
      );
      const ended = stopListening(app.server);
      phase = 'leaving';
      calm.resolve();
      const reaper = setInterval(() => app.server.closeIdleConnections(), QUIET_MS);
      const cutMs = Math.max(0, graceMs - (performance.now() - startMs));
      const cut = setTimeout(() => app.server.closeAllConnections(), cutMs);
      await ended;
      clearInterval(reaper);
      clearTimeout(cut);
      await app.close();
    },
  };
}

/**
 * Closes the listening socket alone and resolves when all connections have ended. Not the HTTP
 * server's own `close`: that ends idle connections at once, among them those whose first request is
 * on its way.
 */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    Server.prototype.close.call(server, () => resolve());
  });
}
