import type { FastifyContextConfig } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { ErrorBody } from './errors.ts';

/** A response whose body is an {@link ErrorBody}, for the OpenAPI document. */
export function errorResponse(description: string) {
  return { description, content: { 'application/json': { schema: ErrorBody } } };
}

/** The same for one that says when to ask again. */
export function laterResponse(description: string) {
  const headers = { 'retry-after': { description: 'Seconds to wait', type: 'integer' } };
  return { ...errorResponse(description), headers };
}

/** What the OpenAPI document says of a request beside what the framework validates. */
export interface Documented {
  readonly querystring?: TProperties;
  readonly headers?: TProperties;
  /** Fields that may come as any of {@link FIELD_TYPES}. */
  readonly fields?: TProperties;
  /** That the body, of which the framework knows, may be left out. */
  readonly isBodyOptional?: boolean;
}

/** As what bodies of any form are read. */
const FIELD_TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'multipart/form-data',
] as const;

/** Part of a route's `config`: documents what its handler reads for itself, and judges for itself. */
export function documented(about: Documented): FastifyContextConfig {
  const { querystring, headers, fields, isBodyOptional = fields !== undefined } = about;
  const added = {
    ...(querystring && { querystring: Type.Object(querystring) }),
    ...(headers && { headers: Type.Object(headers) }),
    ...(fields && { body: withoutTypes(fields), consumes: FIELD_TYPES }),
    ...(isBodyOptional && { [OPTIONAL_BODY]: true }),
  };
  return { swaggerTransform: ({ schema, url }) => ({ url, schema: { ...schema, ...added } }) };
}

/** What is no object of texts is judged, too, and not refused. */
function withoutTypes(fields: TProperties) {
  const described = Object.entries(fields).map(([name, field]) => [
    name,
    { description: Reflect.get(field, 'description') },
  ]);
  return { properties: Object.fromEntries(described) };
}

/** On its way through the framework's document, which has no word for it. */
const OPTIONAL_BODY = 'x-optional-body';

/** What any request may be answered before its route is asked. */
const BEFORE_ROUTES = {
  400: errorResponse(
    'The request is not HTTP as it should be (`bad_request`), or its path not percent-encoded (`bad_url`)',
  ),
  408: errorResponse('The request was not complete within 10 seconds (`request_timeout`)'),
  417: errorResponse('An expectation other than `100-continue` (`expectation_failed`)'),
  431: errorResponse(
    'The request line and the headers exceed 16 kB together (`headers_too_large`)',
  ),
} as const;

/** The parts of the framework's document that are completed. */
interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: Record<string, unknown>;
}

interface Operation {
  readonly requestBody?: { required?: boolean };
  readonly responses: Record<string, { content?: object } | { readonly $ref: string }>;
  [OPTIONAL_BODY]?: boolean;
}

/** Adds to an OpenAPI document what holds for every operation. */
export function completeDocument<T extends object>(document: T): T {
  const { paths = {}, components = {} } = document as Document;
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const { responses, requestBody } = operation;
    for (const [status, { content }] of Object.entries(BEFORE_ROUTES)) {
      const own = responses[status];
      // A route that has an answer of this status, too, has it in a form of its own.
      if (own && 'content' in own) own.content = { ...own.content, ...content };
      else responses[status] = { $ref: `#/components/responses/${status}` };
    }
    if (requestBody && operation[OPTIONAL_BODY]) requestBody.required = false;
    delete operation[OPTIONAL_BODY];
  }
  return { ...document, components: { ...components, responses: BEFORE_ROUTES } };
}
