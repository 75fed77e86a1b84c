import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A flood closes thousands a second: one line for all of them within this time is enough. */
const LINE_EVERY_MS = 10_000;

/** Requests of one connection that are worked on before more of it are read. Browsers send one. */
const MAX_UNANSWERED = 32;

/**
 * Requests of one connection that may wait for that. What was read at once, 64 kB at most, is beyond being
 * paused: it may hold 3,000 of the shortest requests.
 */
const MAX_WAITING = 96;

/** The requests of one connection. */
interface Requests {
  /** How many are worked on. */
  working: number;
  /** Those that wait for that, in their order. */
  readonly next: (readonly [IncomingMessage, ServerResponse])[];
}

/**
 * Keeps at most `maxConnections` open, so that whoever opens many and says nothing takes neither the
 * descriptors nor the memory that others need. Beyond that, each new connection takes the place of the
 * one that has let the service wait longest: idle between two requests, slow with a request, or slow to
 * fetch an answer. One whose request is complete and being worked on is never closed; if all are, the
 * new one is refused. Refusing newcomers first, as Node does, would let 10,000 idle ones shut everybody
 * out.
 *
 * Of a connection that sends requests faster than they are answered nothing more is read meanwhile, and
 * those that were read wait for their turn. One that has sent more than may wait is closed, as it may be (RFC
 * 9112, section 9.3.2): 100 connections with 2,000 requests each, 7 MB in all, kept all others from being
 * answered for six seconds of the processor's time, and took 3 kB for each request.
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

  function close(socket: Socket): void {
    forget(socket);
    socket.destroy();
    closed++;
    if (performance.now() - toldMs < LINE_EVERY_MS) return;
    app.log.warn({ maxConnections, closed }, 'too much to do: closed connections');
    toldMs = performance.now();
    closed = 0;
  }

  function makeRoom(): void {
    const [longest] = waiting;
    if (longest) close(longest);
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

  // Before the framework: what it makes of a request is more than the request.
  const [serve] = app.server.listeners('request') as [RequestListener];
  app.server.off('request', serve);
  app.server.on('request', (request, response) => {
    const { socket } = request;
    const requests = open.get(socket);
    // It was closed, and the rest of what it had sent is still being read.
    if (!requests) return;
    if (requests.working < MAX_UNANSWERED) {
      requests.working++;
      hold(socket);
      work(requests, request, response);
    } else if (requests.next.push([request, response]) > MAX_WAITING) close(socket);
  });

  function work(requests: Requests, request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    response.once('close', () => {
      const next = socket.destroyed ? undefined : requests.next.shift();
      // Not before others have had their turn.
      if (next) setImmediate(work, requests, ...next);
      else {
        requests.working--;
        if (requests.working === MAX_UNANSWERED - 1) socket.resume();
      }
    });
    serve(request, response);
  }

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
