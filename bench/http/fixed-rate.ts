import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What to ask for, how often, and for how long. */
export interface FixedRateOptions {
  readonly origin: string;
  /** The path of the next request. */
  readonly nextPath: () => string;
  readonly requestsPerSecond: number;
  readonly durationMs: number;
  readonly connections: number;
}

const TICK_MS = 1;

/** What is not answered by then is not waited for. */
const PATIENCE_MS = 5000;

/**
 * Asks at a fixed rate, whether answers come or not, and resolves with the time of each request from
 * the moment when it was due: a service that stands still is charged with all that should have been
 * asked meanwhile, and not with one slow answer. autocannon sends the requests of a second in one
 * burst at its beginning, which is another thing to measure. Rejects if an answer is not 200 or does
 * not come.
 */
export async function loadAtFixedRate(options: FixedRateOptions): Promise<number[]> {
  const { requestsPerSecond, durationMs, nextPath } = options;
  const { hostname, port } = new URL(options.origin);
  const total = Math.floor((requestsPerSecond * durationMs) / 1000);
  const timesMs: number[] = [];
  const dueMs: number[] = [];
  const free: Socket[] = [];
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  let sent = 0;

  const send = (): void => {
    while (free.length > 0 && sent < dueMs.length) {
      const socket = free.pop() as Socket;
      const due = dueMs[sent++] as number;
      socket.write(`GET ${nextPath()} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      readAnswer(socket, (status) => {
        if (status !== 200) reject(new Error(`an answer with status ${status}`));
        timesMs.push(performance.now() - due);
        free.push(socket);
        if (timesMs.length === total) resolve();
        send();
      });
    }
  };

  const sockets = Array.from({ length: options.connections }, () =>
    connect(Number(port), hostname),
  );
  for (const socket of sockets) {
    await once(socket, 'connect');
    socket.on('close', () => reject(new Error('a connection ended')));
    free.push(socket);
  }
  const startMs = performance.now();
  const ticks = setInterval(() => {
    const elapsedMs = performance.now() - startMs;
    const due = Math.min(total, Math.floor((elapsedMs * requestsPerSecond) / 1000));
    while (dueMs.length < due) dueMs.push(startMs + (dueMs.length * 1000) / requestsPerSecond);
    send();
  }, TICK_MS);
  const patience = setTimeout(
    () => reject(new Error('answers do not come')),
    durationMs + PATIENCE_MS,
  );
  try {
    await done;
    return timesMs;
  } finally {
    clearInterval(ticks);
    clearTimeout(patience);
    for (const socket of sockets) socket.removeAllListeners('close').destroy();
  }
}

/** Calls back once with the status when a whole answer has been read. */
function readAnswer(socket: Socket, onAnswer: (status: number) => void): void {
  let head = '';
  let missing = Number.POSITIVE_INFINITY;
  let status = 0;
  const onData = (chunk: Buffer): void => {
    if (status > 0) {
      missing -= chunk.length;
    } else {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      status = Number(head.slice(9, 12));
      missing = Number(/^content-length: (\d+)/im.exec(head)?.[1]) - (head.length - end - 4);
    }
    if (missing > 0) return;
    socket.off('data', onData);
    onAnswer(status);
  };
  socket.on('data', onData);
}
