import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { acceptAnyBody } from '../../bodies.ts';
import { LimitedError } from '../../errors.ts';
import type { HttpEvent } from '../../events.ts';
import { readFields } from '../../fields.ts';
import type { Demand } from '../../limits.ts';
import { documented } from '../../openapi.ts';
import { testTokenOf } from '../../test-keys.ts';
import { FLAVOURS, type Flavour, type Refusal } from './flavours.ts';
import { FIELDS, fieldsOf, METHODS, SITE_FIELDS, siteSchema, verifySchema } from './schemas.ts';
import { createVerify, type VerifyOptions } from './verify.ts';

/** What verification is made of. */
export interface SiteverifyOptions extends VerifyOptions {
  /** Is told of each verdict. */
  readonly observe?: (event: HttpEvent) => void;
}

/** More than the fields of any client need: a token of at most 2,000 characters among them. */
const BODY_LIMIT_BYTES = 16_384;

/** `siteverify`, as the servers of sites ask it: one verdict, in the words of each vendor. */
export const siteverifyRoutes: FastifyPluginAsyncTypebox<SiteverifyOptions> = async (
  app,
  options,
) => {
  const { sites } = options;
  const verify = createVerify(options);
  // What cannot be parsed is a verdict, too, not an error.
  acceptAnyBody(app, BODY_LIMIT_BYTES);

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
        schema: verifySchema(flavour, method),
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
          const verified = await verify(await readFields(request));
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
      schema: siteSchema(method),
      handler: async (request) => {
        const { sitekey = '', host = '' } = (await readFields(request)) ?? {};
        const isTest = options.vendorTestKeys && testTokenOf(sitekey) !== undefined;
        return { pass: isTest || (sites.find(sitekey)?.allows(host) ?? false) };
      },
    });
  }
};

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
