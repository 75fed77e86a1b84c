import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  oneof,
  record,
  string,
  uint8Array,
} from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyText } from '../support/any-text.ts';
import { createTestApp, type TestApp } from '../support/http/app.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const agent = new Agent({ keepAlive: true });
let service: TestApp;
let origin: string;
beforeAll(async () => {
  service = await createTestApp();
  origin = await service.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  agent.destroy();
  await service.app.close();
});

const uuid = '6b1d2f3e-95a4-4b5c-8d7e-0123456789ab';
const segment = oneof(
  anyText(40).map((text) => encodeURIComponent(text.toWellFormed())),
  string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.replaceAll(/[#?\\]/g, '')),
  constantFrom(uuid, '', '.', '..', '%', '%ZZ', '%00', '%2e%2e', uuid.slice(1), '__proto__'),
);
const headerName = constantFrom(
  'accept',
  'x-forwarded-for',
  'origin',
  'range',
  'x-request-id',
  'if-none-match',
);
const headerValue = string({ unit: 'grapheme-ascii', maxLength: 200 });
const contentType = constantFrom(
  'application/json',
  'text/plain',
  'multipart/form-data',
  'x',
  '*/*',
);

const requests = record({
  method: constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'),
  // What Node's client refuses to send is left out.
  path: array(segment, { maxLength: 4 }).map(
    (segments) => `/${segments.join('/').replaceAll(/[^\x21-\x7e]/g, '')}`,
  ),
  headers: dictionary(headerName, headerValue, { maxKeys: 4 }),
  body: oneof(anyText(3000), constantFrom('{', '[]', '"', '{"__proto__":1}')),
  contentType,
});

const HANGS_AFTER_MS = 5000;

/** Sends the path as it is: `fetch` would resolve dots and escape what the service should see. */
async function send(options: {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(HANGS_AFTER_MS);
  const { method, path, headers = {} } = options;
  const sent = request(origin, { method, path, headers, signal, agent });
  sent.end(options.body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await text(response) };
}

describe('random requests', () => {
  it('never cause a 5xx or a hang, and every refusal is JSON with a code', async () => {
    await assert(
      asyncProperty(requests, async ({ headers, contentType: type, ...rest }) => {
        const { status, text: answer } = await send({
          ...rest,
          headers: { ...headers, 'content-type': type },
        });
        expect(status).toBeLessThan(500);
        if (status >= 400 && rest.method !== 'HEAD') {
          expect(JSON.parse(answer)).toMatchObject({
            error: expect.stringMatching(/^[a-z_]+$/),
            statusCode: status,
          });
        }
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it.each([
    ['of two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    [
      'of a length and in chunks',
      'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['in chunks, as far as one can see', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['in chunks twice', 'Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n'],
    ['in chunks, after a blank', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
    ['of a length that is none', 'Content-Length: +5\r\n\r\nhello'],
    [
      'with a chunk whose length is none',
      'Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n',
    ],
    ['with a folded header', 'X: a\r\n Content-Length: 5\r\n\r\nhello'],
    ['with a bare line feed', 'X: a\nContent-Length: 5\r\n\r\nhello'],
  ])(
    'that could be two for a proxy are refused, and their connection ends: %s',
    async (_what, rest) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.write(
        `POST /v1/siteverify HTTP/1.1\r\nHost: x\r\n${rest}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
      );
      const answers = await text(socket);
      expect(answers).toMatch(/^HTTP\/1\.1 400 /);
      expect(answers).not.toContain('"status":"ok"');
    },
  );

  it('that are any bytes are answered or ended', async () => {
    const lines = constantFrom(
      'GET / HTTP/1.1',
      'POST /v1/challenges HTTP/1.1',
      'GET /healthz HTTP/1.0',
      '',
    );
    const bytes = record({ line: lines, rest: uint8Array({ maxLength: 300 }) });
    await assert(
      asyncProperty(bytes, async ({ line, rest }) => {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1');
        socket.setTimeout(HANGS_AFTER_MS, () => socket.destroy(new Error('hangs')));
        socket.write(line === '' ? '' : `${line}\r\nHost: x\r\n`);
        socket.end(Buffer.concat([rest, Buffer.from('\r\n\r\n')]));
        const answer = await text(socket).catch(
          (error: NodeJS.ErrnoException) => error.code ?? error.message,
        );
        expect(answer).not.toMatch(/^HTTP\/1\.1 5|hangs/);
      }),
      { numRuns: 300 },
    );
  });

  it('leave the service as it was: no memory grows with them', async () => {
    const round = async () => {
      for (let n = 0; n < 1000; n++) {
        await send({ method: 'GET', path: `/${uuid}/${n}${'x'.repeat(5000)}` });
      }
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    await round();
    await round();
    const before = await round();
    const after = await round();
    // 1,000 requests of 5 kB: had each left its URL behind, this would be five million.
    expect(after - before).toBeLessThan(2.5e6);
  }, 60_000);
});
