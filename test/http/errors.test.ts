import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';

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

  it('as percent-encoding is a 400 in JSON', async () => {
    service = await createTestApp();
    const response = await service.app.inject({ url: `/${randomUUID()}/%ZZ` });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: 'bad_url', statusCode: 400 });
  });
});

describe('methods other than GET', () => {
  it.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s spends nothing',
    async (method) => {
      service = await createTestApp();
      const uuid = (await service.app.inject({ url: '/' })).headers['captcha_uuid'];
      const url = `/${uuid}/${service.answerOf(uuid)}`;
      const response = await service.app.inject({ method, url });
      expect(response.statusCode).toBe(method === 'OPTIONS' ? 204 : 404);
      expect((await service.app.inject({ url })).json()).toEqual({ validation: true });
    },
  );
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
