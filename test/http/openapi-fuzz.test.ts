// Every operation of the OpenAPI document, asked for with what its schemas allow, with what they forbid and
// with anything: each answer is one that the document describes, in status, type and form; what is forbidden
// is refused; and in the end every answer that is described was seen.

import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { assert, asyncProperty } from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../../src/abuse/limits.ts';
import { StoreError } from '../../src/store/store.ts';
import { createTestApp, type TestApp } from '../support/http/app.ts';
import {
  type Asked,
  allowed,
  type Described,
  forbidden,
  HOST,
  KNOWN,
  nothing,
  openapi,
  operations,
  type Parts,
  PICTURES_ONLY,
  requestsFor,
  SITE,
} from '../support/http/openapi-requests.ts';

const seen = new Map<string, Set<number>>(operations.map(({ name }) => [name, new Set()]));

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** That the document describes this answer. */
function check({ name, operation }: Asked, answer: Answer): void {
  const { statusCode, headers, body } = answer;
  const said = operation.responses[statusCode];
  expect(said, `${name}: ${statusCode} is not described: ${body.slice(0, 300)}`).toBeDefined();
  const { content } = resolve(said as Described);
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  if (content) expect(Object.keys(content), `${name}: ${statusCode}`).toContain(type);
  const schema = content?.[type]?.schema as TSchema | undefined;
  if (schema && type.endsWith('json')) {
    expect(Value.Check(Type.Unsafe(schema), JSON.parse(body)), `${name}: ${body}`).toBe(true);
  }
  seen.get(name)?.add(statusCode);
}

function resolve(described: Described | { readonly $ref: string }): Described {
  if (!('$ref' in described)) return described;
  const named = openapi.components.responses[described.$ref.split('/').at(-1) ?? ''];
  if (!named) throw new Error(`${described.$ref} is not in the document`);
  return named;
}

let service: TestApp;
beforeAll(async () => {
  service = await createTestApp({ vendorTestKeys: true, sites: [SITE, PICTURES_ONLY] });
});
afterAll(() => service.app.close());

async function openChallenge(kind = 'picture', sitekey = SITE.sitekey): Promise<string> {
  const response = await service.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    headers: { origin: `https://${HOST}` },
    payload: { sitekey, kind },
  });
  return response.json().id;
}

async function ask(
  { path, method, operation }: Asked,
  { params, body, origin }: Parts,
  { app } = service,
): Promise<Answer & { readonly isAsMeant: boolean }> {
  const isKnown = Object.values(params).some(({ value }) => value === KNOWN);
  const id = isKnown ? await openChallenge() : '';
  const textOf = (name: string) => params[name]?.value?.replace(KNOWN, id).toWellFormed();
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_all, name) =>
    encodeURIComponent(textOf(name) ?? ''),
  );
  const query = new URLSearchParams();
  const headers: Record<string, string> = { origin };
  for (const { name, in: place } of operation.parameters ?? []) {
    const value = textOf(name);
    if (value === undefined) continue;
    if (place === 'query') query.append(name, value);
    if (place === 'header') headers[name] = value.replaceAll(/[^\x20-\x7e]/g, '.');
  }
  const { type, payload } = body.value;
  if (type) headers['content-type'] = type.replace('form-data', 'form-data; boundary=x');
  const url = `${filled}${query.size > 0 ? `?${query}` : ''}`;
  const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
  // Whoever asks for `..` asks for another path.
  return Object.assign(response, { isAsMeant: new URL(url, 'http://x').pathname === filled });
}

const plain = (params: Record<string, string> = {}, payload?: unknown): Parts => ({
  params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, allowed(value)])),
  body: allowed(
    payload === undefined
      ? nothing
      : { type: 'application/json', payload: JSON.stringify(payload) },
  ),
  origin: `https://${HOST}`,
});

/** A request that goes well, for each operation. */
function usual({ path, operation }: Asked): Parts {
  const ids = path.includes('{uuid}')
    ? { uuid: '6b1d2f3e-95a4-4b5c-8d7e-0123456789ab', captcha_guess: 'GUESS' }
    : { id: KNOWN };
  const query = { secret: SITE.secret, response: 'x'.repeat(103) };
  const isOpening = operation.operationId === 'openChallenge';
  const hasBody = operation.requestBody?.required ?? false;
  return plain(
    { ...ids, ...query },
    isOpening ? { sitekey: SITE.sitekey } : hasBody ? {} : undefined,
  );
}

describe('an operation of the OpenAPI document', () => {
  it('is there, and is named once', () => {
    expect(operations.length).toBeGreaterThan(20);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
  });

  it.each(operations)('answers as it says, whatever it is asked: $name', async (asked) => {
    await assert(
      asyncProperty(requestsFor(asked), async (parts) => {
        const answer = await ask(asked, parts);
        expect(answer.statusCode).toBeLessThan(500);
        if (!answer.isAsMeant) return;
        check(asked, answer);
        const isValid = [...Object.values(parts.params), parts.body].every((part) => part.isValid);
        if (isValid) expect([400, 413, 415]).not.toContain(answer.statusCode);
        else expect([400, 404, 413, 415]).toContain(answer.statusCode);
      }),
      { numRuns: 60 },
    );
  });

  it.each(operations)('knows no method that is not described: $name', async ({ path }) => {
    const url = path.replaceAll(/\{[^}]+\}/g, '6b1d2f3e-95a4-4b5c-8d7e-0123456789ab');
    const described = Object.keys(openapi.paths[path] ?? {});
    for (const method of ['get', 'post', 'put', 'patch', 'delete', 'trace', 'query', 'propfind']) {
      if (described.includes(method)) continue;
      const answer = await service.app.inject({ method: method as 'GET', url });
      expect(answer.statusCode, method).toBe(405);
      expect(String(answer.headers['allow']).toLowerCase()).not.toContain(method);
    }
  });
});

describe('an answer of the OpenAPI document', () => {
  const find = (operationId: string) =>
    operations.find(({ operation }) => operation.operationId === operationId) as Asked;
  const unknown = '6b1d2f3e-95a4-4b5c-8d7e-0123456789ab';

  it('is given when all goes well', async () => {
    for (const asked of operations) check(asked, await ask(asked, usual(asked)));
  });

  it('is given to what cannot be had', async () => {
    const cases: [operationId: string, status: number, parts: Parts][] = [
      ['getMedia', 404, plain({ id: unknown })],
      ['getMedia', 206, plain({ id: KNOWN, range: 'bytes=0-1' })],
      ['getMedia', 416, plain({ id: KNOWN, range: 'bytes=9999999-' })],
      ['refreshChallenge', 404, plain({ id: unknown })],
      ['extendChallenge', 404, plain({ id: unknown })],
      ['openChallenge', 404, plain({}, { sitekey: 'none' })],
      ['openChallenge', 403, plain({}, { sitekey: PICTURES_ONLY.sitekey, kind: 'sound' })],
      ['openChallenge', 403, plain({}, { sitekey: '2x00000000000000000000AB' })],
      ['openChallenge', 201, plain({}, { sitekey: '1x00000000000000000000AA' })],
      [
        'refreshChallenge',
        403,
        plain({ id: await openChallenge('picture', PICTURES_ONLY.sitekey) }, { kind: 'sound' }),
      ],
      [
        'answerChallenge',
        403,
        { ...plain({ id: KNOWN }, {}), origin: 'https://elsewhere.example' },
      ],
      ['checkCaptcha', 404, plain({ uuid: 'no-uuid', captcha_guess: 'X' })],
    ];
    for (const [operationId, status, parts] of cases) {
      const answer = await ask(find(operationId), parts);
      expect(answer.statusCode, operationId).toBe(status);
      check(find(operationId), answer);
    }
  });

  it('is given to a right answer', async () => {
    const id = await openChallenge();
    const asked = find('answerChallenge');
    const answer = await ask(asked, plain({ id }, { answer: service.answerOf(id) }));
    expect(JSON.parse(answer.body)).toMatchObject({ solved: true });
    check(asked, answer);
    const response = JSON.parse(answer.body).token;
    for (const verification of operations.filter(({ path }) => path.endsWith('siteverify'))) {
      const parts = plain({ secret: SITE.secret, response, idempotency_key: 'the same' });
      const verdict = await ask(verification, parts);
      expect(verdict.body, verification.name).toMatch(/"(success|valid)":true/);
      check(verification, verdict);
    }
  });

  it('is given to a body that is too large or of another type', async () => {
    for (const asked of operations.filter(({ method }) => method === 'POST')) {
      const large = { type: 'application/json', payload: `"${'x'.repeat(20_000)}"` };
      check(asked, await ask(asked, { ...usual(asked), body: forbidden(large) }));
      const strange = { type: '***', payload: 'x' };
      check(asked, await ask(asked, { ...usual(asked), body: forbidden(strange) }));
    }
  });

  it('is given when the store cannot be reached', async () => {
    const fail = () => Promise.reject(new StoreError('unavailable', 'no store'));
    const broken = await createTestApp({
      sites: [SITE],
      store: {
        set: fail,
        get: fail,
        take: fail,
        claim: fail,
        release: fail,
        extend: fail,
        increment: fail,
        memory: fail,
        ping: fail,
        close: async () => {},
      },
    });
    for (const asked of operations) {
      const parts = usual(asked);
      const params = { ...parts.params, response: allowed(await newToken()), id: allowed(unknown) };
      check(asked, await ask(asked, { ...parts, params }, broken));
    }
    await broken.app.close();
  });

  it('is given to who asks for too much', async () => {
    // A 429 takes a real client 600 requests and more: test/http/limits.test.ts sends them.
    const limits = { take: async () => ({ policies: [], left: [], retryAfterSeconds: 7 }) };
    const limited = await createTestApp({ sites: [SITE], limits: limits as unknown as Limits });
    for (const asked of operations) check(asked, await ask(asked, usual(asked), limited));
    await limited.app.close();
  });

  it('is given to what is no HTTP as it should be, over a socket', async () => {
    const origin = await service.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = new URL(origin);
    for (const asked of operations) {
      const line = `${asked.method} ${asked.path.replaceAll(/[{}]/g, '')} HTTP/1.1\r\nHost: x\r\n`;
      for (const rest of ['Nonsense\r\n', 'Expect: tea\r\n', `X: ${'x'.repeat(20_000)}\r\n`]) {
        const socket = connect(Number(port), '127.0.0.1');
        socket.write(`${line}${rest}\r\n`);
        check(asked, parseAnswer(await text(socket)));
      }
    }
  });

  it('was seen, whichever is described', () => {
    // A request that never ends takes ten seconds: test/http/errors.test.ts waits for one.
    const unseen = operations.flatMap(({ name, operation }) =>
      Object.keys(operation.responses)
        .filter((status) => status !== '408' && !seen.get(name)?.has(Number(status)))
        .map((status) => `${name}: ${status}`),
    );
    expect(unseen).toEqual([]);
  });

  /** Made by the service that works, and signed with the same key. */
  async function newToken(): Promise<string> {
    const id = await openChallenge();
    const answer = service.answerOf(id);
    return JSON.parse((await ask(find('answerChallenge'), plain({ id }, { answer }))).body).token;
  }
});

function parseAnswer(answer: string): Answer {
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  const [status = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const [name = '', value = ''] = line.split(': ', 2);
    return [name.toLowerCase(), value];
  });
  return {
    statusCode: Number(status.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body,
  };
}
