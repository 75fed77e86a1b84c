import { type Arbitrary, constant, constantFrom, oneof, record } from 'fast-check';
import { generateDocs } from '../../../scripts/docs.ts';
import { anyText } from '../any-text.ts';
import { breachesOf, type Schema, valuesOf } from '../schema-arbitrary.ts';
import { TEST_SITE } from './app.ts';

/** A body, or an answer, by its media types. */
export interface Described {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** What the document says of a method of an address. */
export interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Described & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Described | { readonly $ref: string }>>;
}

/** The OpenAPI document, as it is generated now. */
export const openapi = JSON.parse((await generateDocs())['docs/openapi.json'] as string) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Described>> };
};
/** All that it describes. */
export const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method: method.toUpperCase() as 'GET' | 'POST',
    operation,
  })),
);
/** One operation of the document. */
export type Asked = (typeof operations)[number];

/** The host of both sites. */
export const HOST = 'forum.example';
export const SITE = { ...TEST_SITE, hostnames: [HOST] };
/** A site that offers nothing instead of its pictures. */
export const PICTURES_ONLY = {
  ...SITE,
  sitekey: 'pictures-only',
  secret: 'another-secret-0123456789abcdef',
  policy: { ...SITE.policy, alternatives: [] },
};

/** Stands for the id of a challenge that is open when it is asked for. */
export const KNOWN = '\u{10fffd}known';

/** No body at all. */
export const nothing: Record<string, never> = {};
const garbage = anyText(300);

/** A part of a request, and whether the document allows it. */
export interface Part<T> {
  readonly value: T;
  readonly isValid: boolean;
}

/** A request, apart from its address. Parameters may be left out. */
export interface Parts {
  readonly params: Readonly<Record<string, Part<string | undefined>>>;
  readonly body: Part<{ readonly type?: string; readonly payload?: string }>;
  readonly origin: string;
}

export const allowed = <T>(value: T): Part<T> => ({ value, isValid: true });
export const forbidden = <T>(value: T): Part<T> => ({ value, isValid: false });

/** Requests for an operation, most of them valid. */
export function requestsFor({ operation, method }: Asked): Arbitrary<Parts> {
  const params = (operation.parameters ?? []).map((parameter) => [
    parameter.name,
    parametersFor(parameter),
  ]);
  return record({
    params: record(Object.fromEntries(params)) as Arbitrary<Parts['params']>,
    body: method === 'POST' ? bodiesFor(operation) : constant(allowed(nothing)),
    origin: constantFrom(`https://${HOST}`, `https://${HOST}`, 'https://elsewhere.example', 'null'),
  });
}

function parametersFor({ name, in: place, required, schema }: Parameter) {
  const texts = oneof(valuesOf(schema).map(toText), constantFrom(...hintsFor(name)));
  const some: Arbitrary<Part<string | undefined>> = texts.map(allowed);
  // In an address everything is a text: only some texts can be wrong.
  const isNarrow = schema.pattern !== undefined || schema.format !== undefined;
  const breaches = place === 'path' && isNarrow ? breachesOf(schema) : null;
  return oneof(
    some,
    required ? some : constant(allowed(undefined)),
    breaches ? breaches.map(toText).filter(isBreach(schema)).map(forbidden) : some,
  );
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isBreach({ pattern, format, maxLength = Number.POSITIVE_INFINITY }: Schema) {
  const regex = new RegExp(pattern ?? '', 'u');
  return (text: string) =>
    text !== '' && (format !== undefined || text.length > maxLength || !regex.test(text));
}

function bodiesFor({ requestBody }: Operation): Arbitrary<Parts['body']> {
  const bodies: Arbitrary<Parts['body']>[] = [];
  if (!requestBody?.required) bodies.push(constant(allowed(nothing)));
  for (const [type, { schema }] of Object.entries(requestBody?.content ?? {})) {
    const values = valuesOf({
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [
          name,
          name === 'sitekey' ? { enum: hintsFor(name) } : property,
        ]),
      ),
    });
    bodies.push(values.map((value) => allowed({ type, payload: encode(type, value) })));
    const breaches = breachesOf(schema);
    if (!breaches) {
      bodies.push(garbage.map((payload) => allowed({ type, payload })));
    } else {
      const written = breaches.map((value) => JSON.stringify(value) ?? '');
      bodies.push(
        written.map((payload) => forbidden({ type, payload })),
        garbage.filter(isNoJson).map((payload) => forbidden({ type, payload })),
        garbage.map((payload) => forbidden({ type: 'text/plain', payload })),
      );
    }
  }
  return oneof(...bodies);
}

/** What is not found by chance, by the name of a parameter or a field. */
function hintsFor(name: string): [string, ...string[]] {
  if (name === 'id' || name === 'uuid') return [KNOWN];
  if (name === 'sitekey' || name === 'key') return [SITE.sitekey, PICTURES_ONLY.sitekey, 'none'];
  if (name === 'secret') return [SITE.secret, PICTURES_ONLY.secret];
  if (name === 'range') return ['bytes=0-1', 'bytes=0-', 'bytes=9999999-', 'bytes=-5, 7-8', 'x'];
  return ['__proto__', '../..', '%', 'null'];
}

function encode(type: string, value: unknown): string {
  if (type.endsWith('json') || typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? '';
  }
  const fields = Object.entries(value).map(([name, field]) => [name, toText(field).toWellFormed()]);
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(fields).toString();
  const parts = fields.map(
    ([name, field]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${field}\r\n`,
  );
  return `${parts.join('')}--x--\r\n`;
}

function isNoJson(payload: string): boolean {
  try {
    JSON.parse(payload);
    return false;
  } catch {
    return true;
  }
}
