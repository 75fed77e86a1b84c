// Every operation of the OpenAPI document, asked for with what its schemas allow and with what they
// do not: nothing is a 5xx, and every answer is one that the document describes.

import { anything, assert, asyncProperty, constantFrom, oneof, option } from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDocs } from '../../scripts/docs.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/app.ts';
import { anyText } from '../support/texts.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: TSchema }>> }>
  >;
}

const document = JSON.parse((await generateDocs())['docs/openapi.json'] as string) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** What stands in paths, queries and bodies: ids that exist, ids that could, and anything. */
let knownId = '';
const words = oneof(
  constantFrom('', '0', 'null', '__proto__', '../..', '%', '\0', 'true', TEST_SITE.sitekey),
  constantFrom(TEST_SITE.secret, '00000000-0000-4000-8000-000000000000', 'KNOWN'),
  anyText(40),
);
const NAMES = [
  'sitekey',
  'secret',
  'response',
  'answer',
  'action',
  'cdata',
  'kind',
  'scored',
  'token',
  'key',
  'idempotency_key',
  'host',
  'constructor',
] as const;
const bodies = oneof(
  words.map((value) => JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, value])))),
  anything({ withBigInt: false, withNullPrototype: true }).map(
    (value) => JSON.stringify(value) ?? '',
  ),
  anyText(200),
);
const types = constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'nonsense',
);

let service: TestApp;
beforeAll(async () => {
  service = await createTestApp({ vendorTestKeys: true });
  const opened = await service.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    payload: { sitekey: TEST_SITE.sitekey },
  });
  knownId = opened.json().id;
});
afterAll(() => service.app.close());

describe('an operation of the OpenAPI document', () => {
  it('is there', () => {
    expect(operations.length).toBeGreaterThan(15);
  });

  it.each(operations)(
    'answers as it says, whatever it is asked: $method $path',
    async ({ path, method, operation }) => {
      await assert(
        asyncProperty(words, words, option(bodies), types, async (first, second, body, type) => {
          const fill = (word: string) =>
            encodeURIComponent((word === 'KNOWN' ? knownId : word).toWellFormed());
          const values = [first, second];
          const url = path.replaceAll(/\{[^}]+\}/g, () => fill(values.shift() ?? ''));
          const response = await service.app.inject({
            method: method.toUpperCase() as 'GET' | 'POST',
            url: `${url}?sitekey=${fill(second)}&secret=${fill(first)}&response=${fill(second)}`,
            headers: { 'content-type': type, origin: 'https://forum.example' },
            ...(body !== null && method === 'post' && { payload: body }),
          });
          expect(response.statusCode).toBeLessThan(500);
          // A path that is another one with these values has another description.
          if (url.split('/').length !== path.split('/').length) return;
          checkAnswer(operation, response);
        }),
        { numRuns: 150 },
      );
    },
  );
});

function checkAnswer(
  { responses }: Operation,
  response: { statusCode: number; headers: Record<string, unknown>; body: string },
): void {
  const described = responses[String(response.statusCode)];
  // What is wrong with any request, on any route.
  if (!described) expect([400, 404, 413, 415]).toContain(response.statusCode);
  const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
  const schema = described?.content?.[type]?.schema;
  if (schema && type.endsWith('json')) {
    expect(Value.Check(Type.Unsafe(schema), JSON.parse(response.body)), response.body).toBe(true);
  }
  if (described?.content && response.statusCode < 300) {
    expect(Object.keys(described.content)).toContain(type);
  }
}
