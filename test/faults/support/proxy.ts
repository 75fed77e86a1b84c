import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a proxy does to what passes it. */
export type Trouble =
  | { readonly kind: 'none' }
  /** Everything arrives so much later, either way. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answers come in pieces of one byte. */
  | { readonly kind: 'pieces' }
  /** A byte in so many of what the server says is another one. */
  | { readonly kind: 'noise'; readonly oneIn: number }
  /** Commands arrive, and nothing comes back. */
  | { readonly kind: 'silence' }
  /** Commands arrive, and the connection is cut before the answer. */
  | { readonly kind: 'cut' }
  /** Each command is answered with this, and does not arrive. */
  | { readonly kind: 'reply'; readonly text: string };

/** A TCP proxy in front of a Redis server that can be told to make trouble. */
export interface TroubledProxy {
  readonly port: number;
  /** Makes this trouble from now on, on all connections. */
  make(trouble: Trouble): void;
  close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startProxy(targetPort: number): Promise<TroubledProxy> {
  let trouble: Trouble = { kind: 'none' };
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    const toServer = createPipe(upstream);
    const toClient = createPipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const now = trouble;
      if (now.kind === 'reply') client.write(now.text.repeat(countCommands(chunk)));
      else toServer(chunk, now.kind === 'delay' ? now.ms : 0);
    });
    upstream.on('data', (chunk: Buffer) => {
      const now = trouble;
      if (now.kind === 'silence') return;
      if (now.kind === 'cut') client.destroy();
      else if (now.kind === 'pieces') for (const byte of chunk) toClient(Buffer.from([byte]), 0);
      else {
        toClient(
          now.kind === 'noise' ? withNoise(chunk, now.oneIn) : chunk,
          now.kind === 'delay' ? now.ms : 0,
        );
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    make: (next) => {
      trouble = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes in the order in which it is given, each so much later. */
function createPipe(to: Socket): (chunk: Buffer, delayMs: number) => void {
  let lastMs = 0;
  return (chunk, delayMs) => {
    const atMs = Math.max(lastMs, performance.now() + delayMs);
    lastMs = atMs;
    const waitMs = atMs - performance.now();
    if (waitMs <= 0) to.write(chunk);
    else setTimeout(() => to.write(chunk), waitMs);
  };
}

function withNoise(chunk: Buffer, oneIn: number): Buffer {
  const noisy = Buffer.from(chunk);
  for (let at = 0; at < noisy.length; at++) {
    if (Math.random() * oneIn < 1) noisy[at] = Math.floor(Math.random() * 256);
  }
  return noisy;
}

/** Commands are arrays, and nothing that we send holds such a line otherwise. */
function countCommands(chunk: Buffer): number {
  return chunk.toString('latin1').match(/(^|\n)\*\d+\r\n/g)?.length ?? 0;
}
