import { type TProperties, Type } from 'typebox';
import { type Documented, errorResponse, laterResponse } from '../../openapi.ts';
import type { Flavour } from './flavours.ts';

/** By which sites ask. Vendors document POST; some clients ask by GET. */
export const METHODS = ['GET', 'POST'] as const;

type Method = (typeof METHODS)[number];

/** What is understood of a question, by whichever vendor's words. Everything else is not looked at. */
export const FIELDS = {
  secret: text('The secret of the site'),
  response: text('The token'),
  remoteip: text('Not looked at: a token is bound to no address'),
  sitekey: text('If there is one, it must be that of the secret’s site'),
  idempotency_key: text('The same question with the same key has the same answer for a minute'),
  token: text('mCaptcha’s name for `response`'),
  key: text('mCaptcha’s name for `sitekey`'),
};

const BODY_ERRORS = {
  413: errorResponse('The body is larger than 16 kB (`too_large`)'),
  415: errorResponse('The type of the body is none that can be (`unsupported_media_type`)'),
};

/** What is understood of a question about a site. */
export const SITE_FIELDS = {
  sitekey: text('The sitekey'),
  host: text('The host of a page'),
};

function text(description: string) {
  return Type.Optional(Type.String({ description }));
}

/** Documents fields: of the query, and where there is a body, of that, too. */
export function fieldsOf(method: Method, fields: TProperties): Documented {
  return { querystring: fields, ...(method === 'POST' && { fields }) };
}

/** Of a `siteverify` of this flavour. */
export function verifySchema(flavour: Flavour, method: Method) {
  return {
    summary: `Verify a token: ${flavour.title}`,
    description: `${flavour.description} Fields may come in the query, as a form, as JSON or as multipart.`,
    tags: ['siteverify'],
    operationId: `siteverify_${flavour.name}_${method.toLowerCase()}`,
    response: {
      200: { ...flavour.schema, description: 'The verdict' },
      429: { ...flavour.schema, description: 'Too many requests: nothing was decided' },
      503: laterResponse('The store cannot be reached: nothing was decided (`store_unavailable`)'),
    },
  };
}

/** Of the question whether a site exists. */
export function siteSchema(method: Method) {
  return {
    summary: 'Check a sitekey',
    description: 'Whether a site exists and allows a host, as the WordPress plugin asks it.',
    tags: ['siteverify'],
    operationId: `checksiteconfig_${method.toLowerCase()}`,
    response: {
      200: Type.Object({ pass: Type.Boolean() }, { description: 'Yes or no' }),
      ...(method === 'POST' && BODY_ERRORS),
    },
  };
}
