import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';
import type { Redemptions, Solved } from '../../challenge/redemptions.ts';
import type { Site, Sites } from '../../challenge/sites.ts';
import { acceptAnyBody } from '../bodies.ts';
import { LimitedError } from '../errors.ts';
import type { HttpEvent } from '../events.ts';
import { readFields } from '../fields.ts';
import type { Demand } from '../limits.ts';
import { type Documented, documented, errorResponse, laterResponse } from '../openapi.ts';
import { testTokenOf, verifyForTest } from '../test-keys.ts';
import { FLAVOURS, type Flavour, type Refusal } from './siteverify-flavours.ts';

/** What verification is made of. */
export interface SiteverifyOptions {
  readonly redemptions: Pick<Redemptions, 'redeem'>;
  readonly sites: Sites;
  /** Whether the secrets that vendors document for tests are known. */
  readonly vendorTestKeys: boolean;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Is told of each verdict. */
  readonly observe?: (event: HttpEvent) => void;
}

/** More than the fields of any client need: a token of at most 2,000 characters among them. */
const BODY_LIMIT_BYTES = 16_384;

const METHODS = ['GET', 'POST'] as const;

/** What is understood of a question, by whichever vendor's words. Everything else is not looked at. */
const FIELDS = {
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

const SITE_FIELDS = {
  sitekey: text('The sitekey'),
  host: text('The host of a page'),
};

function text(description: string) {
  return Type.Optional(Type.String({ description }));
}

/** A verdict before it is put into the words of a vendor. */
type Verified =
  | {
      readonly ok: true;
      readonly solved: Solved;
      /** Makes the token good again. */
      restore(): Promise<void>;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** Whose secret it was, if it was one. */
      readonly sitekey?: string;
    };

/** `siteverify`, as the servers of sites ask it: one verdict, in the words of each vendor. */
export const siteverifyRoutes: FastifyPluginAsyncTypebox<SiteverifyOptions> = async (
  app,
  options,
) => {
  const { redemptions, sites } = options;
  // What cannot be parsed is a verdict, too, not an error.
  acceptAnyBody(app, BODY_LIMIT_BYTES);

  async function verify(request: FastifyRequest): Promise<Verified> {
    const refuse = (refusal: Refusal, site?: Site): Verified => ({
      ok: false,
      refusal,
      ...(site && { sitekey: site.sitekey }),
    });
    const fields = await readFields(request);
    if (fields === undefined) return refuse('bad-request');
    const { secret = '', idempotency_key: idempotencyKey } = fields;
    // mCaptcha's clients say `token` and `key`.
    const { response = fields['token'] ?? '', sitekey = fields['key'] } = fields;
    if (secret === '') return refuse('missing-secret');
    const test = options.vendorTestKeys && verifyForTest(secret, response, options.nowMs());
    if (test) {
      if (response === '') return refuse('missing-response');
      return test.ok ? { ...test, restore: async () => {} } : refuse(test.reason);
    }
    const site = sites.findBySecret(secret);
    if (!site) return refuse('invalid-secret');
    if (response === '') return refuse('missing-response', site);
    // Some libraries send an empty one when none is configured.
    if (sitekey && sitekey !== site.sitekey) return refuse('other-sitekey', site);
    const redemption = await redemptions.redeem(site, response, idempotencyKey || undefined);
    return redemption.ok ? redemption : refuse(redemption.reason, site);
  }

  /** Whoever has a secret is its site, from wherever it asks; all others are who they are. */
  async function limitOf(request: FastifyRequest): Promise<Demand> {
    const { secret = '' } = (await readFields(request)) ?? {};
    const site = sites.findBySecret(secret);
    if (!site) return { cost: 'verify-unknown' };
    return { cost: 'verify', sitekey: site.sitekey, isPersonal: false };
  }

  function tell({ name }: Flavour, outcome: 'ok' | Refusal, sitekey?: string): void {
    options.observe?.({
      type: 'verified',
      flavour: name,
      outcome,
      ...(sitekey !== undefined && { sitekey }),
    });
  }

  for (const flavour of FLAVOURS) {
    for (const method of METHODS) {
      app.route({
        method,
        url: flavour.path,
        schema: describeRoute(flavour, method),
        config: { limit: limitOf, ...documented(fieldsOf(method, FIELDS)) },
        errorHandler: (error, request, reply) => {
          if (error instanceof LimitedError) {
            tell(flavour, 'rate-limited');
            reply.headers({ 'retry-after': error.retryAfterSeconds, 'cache-control': 'no-store' });
            return reply.code(429).send(flavour.refuse('rate-limited'));
          }
          // Too large, or cut off: decided all the same. A client that gets no JSON here fails its page.
          const isDecided =
            'statusCode' in error && error.statusCode !== undefined && error.statusCode < 500;
          if (!isDecided) throw error;
          request.log.debug({ reason: 'bad-request' }, 'verification refused');
          tell(flavour, 'bad-request');
          return reply.code(200).send(flavour.refuse('bad-request'));
        },
        handler: async (request, reply) => {
          reply.header('cache-control', 'no-store');
          const verified = await verify(request);
          const outcome = verified.ok ? 'ok' : verified.refusal;
          request.log.info({ flavour: flavour.name, outcome }, 'token verified');
          tell(flavour, outcome, verified.ok ? verified.solved.sitekey : verified.sitekey);
          if (!verified.ok) return flavour.refuse(verified.refusal);
          // A client that has gone before it was answered has not been answered: it may ask again.
          whenLost(reply.raw, () => {
            verified.restore().catch((error: unknown) => {
              request.log.warn({ err: error }, 'a token was redeemed for nobody');
            });
          });
          return flavour.accept(verified.solved);
        },
      });
    }
  }

  for (const method of METHODS) {
    app.route({
      method,
      url: '/checksiteconfig',
      config: documented(fieldsOf(method, SITE_FIELDS)),
      schema: {
        summary: 'Check a sitekey',
        description: 'Whether a site exists and allows a host, as the WordPress plugin asks it.',
        tags: ['siteverify'],
        operationId: `checksiteconfig_${method.toLowerCase()}`,
        response: {
          200: Type.Object({ pass: Type.Boolean() }, { description: 'Yes or no' }),
          ...(method === 'POST' && BODY_ERRORS),
        },
      },
      handler: async (request) => {
        const { sitekey = '', host = '' } = (await readFields(request)) ?? {};
        const isTest = options.vendorTestKeys && testTokenOf(sitekey) !== undefined;
        return { pass: isTest || (sites.find(sitekey)?.allows(host) ?? false) };
      },
    });
  }
};

/** Beside the query, where there is a body. */
function fieldsOf(method: (typeof METHODS)[number], fields: TProperties): Documented {
  return { querystring: fields, ...(method === 'POST' && { fields }) };
}

/** Acts if a response cannot be handed over: its client is gone, or goes before it is complete. */
function whenLost(response: ServerResponse, act: () => void): void {
  let isSent = false;
  response.once('finish', () => {
    isSent = true;
  });
  if (response.destroyed) act();
  else {
    response.once('close', () => {
      if (!isSent) act();
    });
  }
}

function describeRoute(flavour: Flavour, method: 'GET' | 'POST') {
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
