import cors from '@fastify/cors';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { ClassicChallenges } from '../../challenge/classic-challenges.ts';
import { LIMIT_HEADERS } from '../limits.ts';
import { errorResponse, laterResponse } from '../openapi.ts';

/** What the classic routes are made of. */
export interface ClassicOptions {
  readonly classicChallenges: Pick<ClassicChallenges, 'issue' | 'answer'>;
  /** The origins whose scripts may read the answers. */
  readonly corsOrigins: '*' | readonly string[];
  readonly challengeTtlSeconds: number;
}

/** Names the challenge in the answer to `GET /`. Part of the classic contract: never renamed. */
const UUID_HEADER = 'captcha_uuid';

/** RFC 9562, any version. The constraint keeps the route from swallowing every two-segment path. */
const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** Typed loosely: a picture is bytes, which the type provider takes for text. */
const pictureResponses: Record<string, unknown> = {
  200: {
    description: 'A picture of the text',
    headers: {
      [UUID_HEADER]: {
        description: 'Names this captcha when it is answered',
        type: 'string',
        format: 'uuid',
      },
      'cache-control': { description: 'Always `no-store`', type: 'string' },
    },
    content: { 'image/png': { schema: { type: 'string', contentMediaType: 'image/png' } } },
  },
  429: laterResponse('Too many requests from one network (`rate_limited`)'),
  503: laterResponse(
    'The store cannot be reached or is full (`store_unavailable`, `store_full`), or there is too much to draw (`busy`)',
  ),
};

/** The classic contract: two routes that stay as they are for ever. */
export const classicRoutes: FastifyPluginAsyncTypebox<ClassicOptions> = async (app, options) => {
  const { classicChallenges } = options;

  await app.register(cors, {
    origin: options.corsOrigins === '*' ? '*' : [...options.corsOrigins],
    methods: ['GET'],
    exposedHeaders: [UUID_HEADER, ...LIMIT_HEADERS],
    maxAge: 600,
    // An OPTIONS that is no preflight is answered like one: the alternative is an error in plain text.
    strictPreflight: false,
  });

  app.get(
    '/',
    {
      config: { limit: 'classic', audience: 'embedded' },
      exposeHeadRoute: true,
      schema: {
        summary: 'Get a captcha',
        description: `Makes a random text and a uuid, keeps the pair for ${options.challengeTtlSeconds} seconds, and answers a picture of the text. The uuid is in the header \`${UUID_HEADER}\`.`,
        tags: ['classic'],
        operationId: 'getCaptcha',
        response: pictureResponses,
      },
    },
    async (request, reply) => {
      const { id, media } = await classicChallenges.issue();
      request.log.info({ durationMs: durationMs(reply.elapsedTime) }, 'captcha issued');
      return reply
        .header(UUID_HEADER, id)
        .header('cache-control', 'no-store')
        .type(media.type)
        .send(media.bytes);
    },
  );

  app.get(
    `/:uuid(^${UUID}$)/:captcha_guess`,
    {
      config: { limit: 'classic-check' },
      schema: {
        summary: 'Check a guess',
        description:
          'Tells whether the guess is the text of the picture with this uuid. Looking the pair up also deletes it: each captcha can be tried once. An unknown, expired or used uuid is `false`.',
        tags: ['classic'],
        operationId: 'checkCaptcha',
        params: Type.Object({
          uuid: Type.String({
            format: 'uuid',
            description: 'The header `captcha_uuid` of the picture',
          }),
          captcha_guess: Type.String({
            description:
              'What the person typed, percent-encoded. Case, surrounding blanks, full-width letters and look-alikes such as 0 for O are forgiven.',
          }),
        }),
        response: {
          200: Type.Object(
            { validation: Type.Boolean({ description: 'Whether the guess is right' }) },
            { title: 'Validation', description: 'The verdict' },
          ),
          404: errorResponse('The first segment is no uuid (`not_found`)'),
          429: laterResponse('Too many requests from one network (`rate_limited`)'),
          503: laterResponse(
            'The store cannot be reached: no verdict, and the captcha may be spent',
          ),
        },
      },
    },
    async (request, reply) => {
      const { uuid, captcha_guess: guess } = request.params;
      const verdict = await classicChallenges.answer(uuid, guess);
      request.log.info(
        {
          outcome: verdict.ok ? 'right' : verdict.reason,
          durationMs: durationMs(reply.elapsedTime),
        },
        'captcha checked',
      );
      reply.header('cache-control', 'no-store');
      return { validation: verdict.ok };
    },
  );
};

function durationMs(elapsedMs: number): number {
  return Math.round(elapsedMs * 100) / 100;
}
