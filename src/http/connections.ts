import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A flood closes thousands a second: one line for all of them within this time is enough. */
const LINE_EVERY_MS = 10_000;

/** Requests of one connection that are worked on before more of it are read. Browsers send one. */
const MAX_UNANSWERED = 32;

/** The requests of one connection. */
interface Requests {
  /** How many are worked on. */
  working: number;
  /** Lets those be worked on that wait for that, in their order. */
  readonly next: (() => void)[];
}

/**
 * Keeps at most `maxConnections` open, so that whoever opens many and says nothing takes neither the
 * descriptors nor the memory that others need. Beyond that, each new connection takes the place of the
 * one that has let the service wait longest: idle between two requests, slow with a request, or slow to
 * fetch an answer. One whose request is complete and being worked on is never closed; if all are, the
 * new one is refused. Refusing newcomers first, as Node does, would let 10,000 idle ones shut everybody
 * out.
 *
 * Of a connection that sends requests faster than they are answered (RFC 9112, section 9.3.2) nothing
 * more is read meanwhile, and those that were read wait for their turn: 20 connections with 3,000 requests
 * each kept all others, and the store, from being answered for half a minute.
 *
 * To be called before any route is registered.
 */
export function boundConnections(app: FastifyInstance, maxConnections: number): void {
  const open = new Map<Socket, Requests>();
  /** Those for which there is nothing to do, from the one that has been there longest. */
  const waiting = new Set<Socket>();
  let closed = 0;
  let toldMs = Number.NEGATIVE_INFINITY;

  function forget(socket: Socket): void {
    open.delete(socket);
    waiting.delete(socket);
  }

  function makeRoom(): void {
    const [longest] = waiting;
    if (!longest) return;
    forget(longest);
    longest.destroy();
    closed++;
    if (performance.now() - toldMs < LINE_EVERY_MS) return;
    app.log.warn({ maxConnections, closed }, 'too many connections: closed those that only waited');
    toldMs = performance.now();
    closed = 0;
  }

  function hold(socket: Socket): void {
    if (open.get(socket)?.working === MAX_UNANSWERED) socket.pause();
  }

  app.server.on('connection', (socket: Socket) => {
    open.set(socket, { working: 0, next: [] });
    waiting.add(socket);
    socket.once('close', () => forget(socket));
    // Each request that has been read lets the next one be read.
    socket.on('resume', () => hold(socket));
    if (open.size > maxConnections) makeRoom();
  });

  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const requests = open.get(socket);
    if (!requests) return done();
    reply.raw.once('close', () => {
      const next = requests.next.shift();
      if (next) return next();
      requests.working--;
      if (requests.working === MAX_UNANSWERED - 1) socket.resume();
    });
    if (requests.working === MAX_UNANSWERED) {
      requests.next.push(done);
      return;
    }
    requests.working++;
    hold(socket);
    done();
  });
  // By then the whole body has arrived.
  app.addHook('preValidation', ({ raw: { socket } }, _reply, done) => {
    waiting.delete(socket);
    done();
  });
  app.addHook('onSend', ({ raw: { socket } }, _reply, _payload, done) => {
    waiting.delete(socket);
    if (open.has(socket)) waiting.add(socket);
    done();
  });
}
