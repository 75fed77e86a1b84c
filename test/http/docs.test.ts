import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/http/app.ts';
import { eventually } from '../support/processes/ports.ts';

const BUNDLE = '/docs/static/swagger-ui-bundle.js';

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp();
});
afterEach(() => service.app.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ url, headers });

it('keeps the files of the documentation once, for many who do not read them', async () => {
  const { app } = service;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const size = (await get(BUNDLE)).rawPayload.length;
  const responses: ServerResponse[] = [];
  app.server.on('request', (_request, response) => responses.push(response));
  const before = process.memoryUsage().arrayBuffers;
  const sockets = Array.from({ length: 3 }, () => connect(port, '127.0.0.1').pause());
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets)
    socket.write(`GET ${BUNDLE} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(30));
  await eventually(
    async () => responses.length === 90 && responses.every(({ writableEnded }) => writableEnded),
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * size);
  for (const socket of sockets) socket.destroy();
});

it('knows each file of the documentation by one name, whatever else is in the address', async () => {
  const { headers, body } = await get('/docs/static/index.css');
  const again = await get('/docs/static/%69ndex.css?x=1');
  expect(again.body).toBe(body);
  expect(again.headers['etag']).toBe(headers['etag']);
  for (const path of ['/index.css', 'a%2findex.css', 'none.css']) {
    expect((await get(`/docs/static/${path}`)).statusCode, path).toBe(404);
  }
});

it('sends nothing of the documentation that a browser has, and parts of it', async () => {
  const { headers, body } = await get('/docs/static/index.css');
  const known = await get('/docs/static/index.css', { 'if-none-match': String(headers['etag']) });
  expect([known.statusCode, known.body]).toEqual([304, '']);
  const part = await get('/docs/static/index.css', { range: 'bytes=0-4' });
  expect([part.statusCode, part.body]).toEqual([206, body.slice(0, 5)]);
});
