import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/http/app.ts';

let service: TestApp;
afterEach(() => service.app.close());

/** Sends bytes as they are and reads until the server ends the connection. */
async function send(request: string): Promise<string> {
  service = await createTestApp();
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = service.app.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return await text(socket);
}

describe('what cannot be parsed', () => {
  it('as HTTP is a 400 in JSON', async () => {
    const answer = await send('NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('"error":"bad_request"');
  });

  it('because its headers are too long is a 431 in JSON', async () => {
    const answer = await send(
      `GET /${randomUUID()}/${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"error":"headers_too_large"');
  });

  it.each([
    ['an expectation that cannot be met', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n', 417],
    ['a request for a tunnel', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ])('%s is answered in JSON', async (_what, request, status) => {
    const answer = await send(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`"statusCode":${status}`);
  });

  it('because it never ends is a 408 in JSON, some seconds after its time', async () => {
    const startedMs = performance.now();
    const answer = await send('GET / HTTP/1.1\r\nHost: x\r\nSlow: ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"error":"request_timeout"');
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });

  it('as percent-encoding is a 400 in JSON', async () => {
    service = await createTestApp();
    const response = await service.app.inject({ url: `/${randomUUID()}/%ZZ` });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: 'bad_url', statusCode: 400 });
  });
});

describe('methods other than GET', () => {
  it.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE'] as const)(
    '%s spends nothing',
    async (method) => {
      service = await createTestApp();
      const uuid = (await service.app.inject({ url: '/' })).headers['captcha_uuid'];
      const url = `/${uuid}/${service.answerOf(uuid)}`;
      const response = await service.app.inject({ method: method as 'GET', url });
      expect(response.statusCode).toBe(method === 'OPTIONS' ? 204 : 405);
      expect((await service.app.inject({ url })).json()).toEqual({ validation: true });
    },
  );

  it.each([
    ['DELETE', '/', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', `/${randomUUID()}/GUESS?x=/`, 'GET, OPTIONS'],
    ['GET', '/v1/challenges', 'OPTIONS, POST'],
    ['PUT', `/v1/challenges/${randomUUID()}/media`, 'GET, HEAD, OPTIONS'],
    ['HEAD', '/any/base/siteverify', 'GET, OPTIONS, POST'],
    ['POST', '/docs/static/index.css', 'GET, HEAD, OPTIONS'],
  ])('are named where a known address does not have one: %s %s', async (method, url, allow) => {
    service = await createTestApp();
    const response = await service.app.inject({ method: method as 'GET', url });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe(allow);
    if (method !== 'HEAD') expect(response.body).toContain('method_not_allowed');
  });

  it.each(['POST', 'PROPFIND', 'QUERY'])(
    'find nothing where there is nothing: %s',
    async (method) => {
      service = await createTestApp();
      for (const url of ['/nothing', '/v1/nothing', '/%2e%2e/x']) {
        const headers = { 'content-type': 'application/json' };
        const response = await service.app.inject({ method: method as 'GET', url, headers });
        expect(response.statusCode).toBe(404);
      }
    },
  );
});

describe('a body', () => {
  it.each([
    ['that is not the JSON it claims to be', 'application/json', '{'],
    ['that is empty and claims to be JSON', 'application/json', ''],
    ['of no known type', 'a/b', 'x'],
    ['that is large', 'text/plain', 'x'.repeat(3e6)],
  ])('%s changes nothing: there is no such route', async (_what, type, payload) => {
    service = await createTestApp();
    const headers = { 'content-type': type };
    const response = await service.app.inject({ method: 'POST', url: '/no', headers, payload });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: 'not_found' });
  });
});

it('a body of a type that cannot be is a 415 with a code', async () => {
  service = await createTestApp();
  const headers = { 'content-type': '***' };
  const response = await service.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    headers,
    payload: 'x',
  });
  expect(response.statusCode).toBe(415);
  expect(response.json()).toMatchObject({ code: 'unsupported_media_type' });
});

describe('a part of the documentation that does not exist', () => {
  it('is a 416 with a code', async () => {
    service = await createTestApp();
    const headers = { range: 'bytes=99999999-' };
    const response = await service.app.inject({ url: '/docs/static/index.css', headers });
    expect(response.statusCode).toBe(416);
    expect(response.json()).toMatchObject({ error: 'range_not_satisfiable', statusCode: 416 });
  });
});

describe('every answer', () => {
  it.each(['/', '/healthz', '/docs', '/openapi.json', '/nothing', `/${randomUUID()}/%ZZ`])(
    'forbids browsers to guess its type: %s',
    async (url) => {
      service = await createTestApp();
      const response = await service.app.inject({ url });
      expect(response.headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('that is an error is not stored', async () => {
    service = await createTestApp();
    for (const url of ['/nothing', `/${randomUUID()}/%ZZ`]) {
      const response = await service.app.inject({ url });
      expect(response.headers['cache-control']).toBe('no-store');
    }
  });
});

describe('the documentation page', () => {
  it('may load from nowhere else, and be framed by nobody', async () => {
    service = await createTestApp();
    const response = await service.app.inject({ url: '/docs/static/index.html' });
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });
});

describe('an unexpected fault', () => {
  it('is a 500 that tells nothing, with the cause in the log', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    service = await createTestApp({
      logger: pino(sink),
      store: {
        set: () => Promise.reject(new Error('inner detail')),
        take: () => Promise.reject(new Error('inner detail')),
        claim: () => Promise.resolve(null),
        release: () => Promise.resolve(),
        memory: () => Promise.resolve(''),
        get: () => Promise.resolve(null),
        extend: () => Promise.resolve(false),
        increment: () => Promise.resolve({ count: 1, resetMs: 1 }),
        ping: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
    });
    const response = await service.app.inject({ url: `/${randomUUID()}/GUESSED` });
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ error: 'internal', statusCode: 500 });
    expect(response.body).not.toContain('inner detail');
    expect(lines.join()).toContain('inner detail');
    expect(lines.join()).not.toContain('GUESSED');
  });
});
