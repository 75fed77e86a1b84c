import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/http/app.ts';
import { eventually } from '../support/processes/ports.ts';

const MAX = 10;

let service: TestApp;
let port: number;
/** Lets the pictures be drawn that are held. */
let draw: () => void;
let held: Promise<void> | undefined;
let asked: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  held = undefined;
  asked = 0;
  service = await createTestApp({
    maxConnections: MAX,
    render: async () => {
      asked++;
      await held;
      return { type: 'image/png', bytes: new Uint8Array() };
    },
  });
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = service.app.server.address() as { port: number });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await service.app.close();
});

function holdDrawing(): void {
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  draw = resolve;
}

/** A connection that begins with these bytes. */
async function open(bytes = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

async function ended(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
}

describe('more connections than there may be', () => {
  it.each([
    ['say nothing', ''],
    ['never end their headers', 'GET / HTTP/1.1\r\nHost: x\r\nSlow: '],
    [
      'never end their body',
      'POST /v1/siteverify HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nsecret=',
    ],
  ])('shut nobody out who asks, if they %s', async (_what, bytes) => {
    for (let n = 0; n < 5 * MAX; n++) await open(bytes);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(response.status).toBe(200);
    await Promise.all(sockets.slice(0, 4 * MAX).map(ended));
  });

  it('cost those their place that have been idle for longest', async () => {
    const oldest = await open();
    const others: Socket[] = [];
    while (others.length < MAX - 1) others.push(await open());
    // The second of them is the one that has asked for something since.
    others[0]?.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(others[0] as Socket, 'data');
    await open();
    await open();
    await Promise.all([oldest, others[1] as Socket].map(ended));
    await fetch(`http://127.0.0.1:${port}/healthz`);
    await ended(others[2] as Socket);
    expect(others[0]?.closed).toBe(false);
  });

  it('never cost anybody the answer that is being made for him', async () => {
    holdDrawing();
    const asking = await Promise.all(Array.from({ length: MAX }, () => open(last)));
    const answers = asking.map((socket) => text(socket));
    await eventually(async () => asked === MAX);
    await ended(await open(ask));
    draw();
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a connection that sends requests without waiting for answers', () => {
  it('gets them all, and is not read from while many are unanswered', async () => {
    holdDrawing();
    // Much more than the kernel keeps for a connection that is not read from.
    const padded = `GET / HTTP/1.1\r\nHost: x\r\nPadding: ${'x'.repeat(8000)}\r\n\r\n`;
    const count = 2000;
    const socket = await open();
    let answered = 0;
    socket.on('data', (chunk) => {
      answered += chunk.toString('latin1').split('HTTP/1.1 200').length - 1;
    });
    socket.write(padded.repeat(count));
    await eventually(async () => asked === 32);
    for (let n = 0; n < 20; n++) {
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    }
    expect(asked).toBe(32);
    // The rest stands in the kernels' buffers, and then with the client.
    expect(socket.writableLength).toBeGreaterThan(0);
    draw();
    await eventually(async () => answered === count);
  });

  it.each(['/', '/%zz'])('is closed where more of them come than may wait: %s', async (path) => {
    holdDrawing();
    const bytes = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(200);
    await ended(await open(bytes));
    expect(asked).toBeLessThanOrEqual(32);
    draw();
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  it('has as many answered as may wait', async () => {
    const socket = await open(ask.repeat(127) + last);
    expect((await text(socket)).split('HTTP/1.1 200').length - 1).toBe(128);
  });
});
