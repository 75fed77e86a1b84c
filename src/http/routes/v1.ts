import cors from '@fastify/cors';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { OpenChallenge } from '../../challenge/opening.ts';
import type { Wish } from '../../challenge/policy.ts';
import type { SiteChallenges } from '../../challenge/site-challenges.ts';
import type { Site, Sites } from '../../challenge/sites.ts';
import type { KindName } from '../../challenge/types.ts';
import { acceptJsonOnly } from '../bodies.ts';
import { createErrorHandler, NOT_FOUND } from '../errors.ts';
import { LIMIT_HEADERS, type Limiting } from '../limits.ts';
import { documented } from '../openapi.ts';
import { hostOf, ownHostOf, pageHostOf } from '../page-host.ts';
import { answerProblem, problemResponse, sendProblem } from '../problems.ts';
import { sendBytes } from '../ranges.ts';
import { testTokenOf } from '../test-keys.ts';
import type { Visitors } from '../visitors.ts';
import {
  Answer,
  bodyErrors,
  Challenge,
  ChallengeParams,
  Change,
  errors,
  NotSolved,
  Token,
  Wish as WishBody,
} from './v1-schemas.ts';

/** What the JSON API is made of. */
export interface V1Options {
  readonly siteChallenges: SiteChallenges;
  readonly sites: Sites;
  /** Whether the sitekeys that vendors document for tests are known. */
  readonly vendorTestKeys: boolean;
  readonly visitors: Visitors;
  readonly charge: Limiting['charge'];
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** More than any body of these routes needs: 255 characters of `cdata`, however they are written. */
const BODY_LIMIT_BYTES = 16_384;

/** A minute: as often as a browser asks, and as long as a changed site takes to be noticed. */
const PREFLIGHT_SECONDS = 60;

/** As how many pictures a sound counts when it is fetched: some fetch it in ten parts, and replay it. */
const SOUND_MEDIA = 4;

/** For programs that follow the document: what can be done with a challenge. */
const LINKS = Object.fromEntries(
  ['getMedia', 'refreshChallenge', 'extendChallenge', 'answerChallenge'].map((operationId) => [
    operationId,
    { operationId, parameters: { id: '$response.body#/id' } },
  ]),
);

const MEDIA = {
  'image/png': { schema: { type: 'string', contentMediaType: 'image/png' } },
  'audio/wav': { schema: { type: 'string', contentMediaType: 'audio/wav' } },
};

const RANGE = {
  range: Type.Optional(Type.String({ description: 'One part of the bytes (RFC 9110, 14.2)' })),
};

/** How long a token for tests is said to last. */
const TEST_MS = 300_000;

/**
 * The JSON API for pages: open a challenge, fetch its media, answer it for a response token. Registered
 * under the prefix `/v1`: rules for scripts of other origins end there.
 */
export const v1Routes: FastifyPluginAsyncTypebox<V1Options> = async (app, options) => {
  const { siteChallenges, sites, nowMs } = options;
  app.setErrorHandler(createErrorHandler(sendProblem));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, NOT_FOUND));
  acceptJsonOnly(app, BODY_LIMIT_BYTES);
  await app.register(cors, {
    // What a preflight asks for is not said before the request itself comes: its answer is for a
    // host that any site allows, and the request is for one that its own site allows.
    origin: (origin, done) => {
      const host = hostOf(origin);
      const isKnown = host !== undefined && (options.vendorTestKeys || sites.anyAllows(host));
      done(null, origin !== undefined && isKnown && origin);
    },
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['content-type'],
    exposedHeaders: [...LIMIT_HEADERS],
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });

  function until(expiresMs: number) {
    return {
      expiresAt: new Date(expiresMs).toISOString(),
      expiresInMs: Math.max(0, Math.round(expiresMs - nowMs())),
    };
  }

  function describe({ expiresMs, media, ...challenge }: OpenChallenge) {
    const path = `v1/challenges/${challenge.id}/media`;
    return {
      ...challenge,
      ...until(expiresMs),
      alternatives: [...challenge.alternatives],
      media: media ? [{ ...media, path }] : [],
    };
  }

  function describeToken(token: string, expiresMs: number) {
    return { solved: true as const, token, ...until(expiresMs) };
  }

  function answerChallenge(
    reply: FastifyReply,
    challenge: OpenChallenge | null,
    status: 200 | 201,
  ) {
    if (challenge === null) return answerProblem(reply, 'unknown_challenge');
    return reply.code(status).header('cache-control', 'no-store').send(describe(challenge));
  }

  app.post(
    '/challenges',
    {
      links: { 201: LINKS },
      config: {
        limit: ({ body }) => {
          const { sitekey, kind } = body as { sitekey: string; kind?: KindName };
          const site = sites.find(sitekey);
          return { cost: costOf(site, kind), sitekey: site?.sitekey };
        },
      },
      schema: {
        summary: 'Open a challenge',
        description:
          'Opens a challenge for the page of a site. Its host is taken from the header `Origin` and must be one that the site allows.',
        tags: ['v1'],
        operationId: 'openChallenge',
        body: WishBody,
        response: {
          201: Type.Union([Challenge, Token], {
            description:
              'A challenge that waits for its answer, or at once a token for a sitekey that vendors document for tests',
          }),
          403: problemResponse(
            'The site does not allow the page’s host (`hostname_not_allowed`) or the kind (`kind_not_offered`), or never lets anybody pass (`test_sitekey`)',
          ),
          404: problemResponse('There is no such site (`unknown_sitekey`)'),
          ...bodyErrors,
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { sitekey, kind, language, action, cdata, scored } = request.body;
      const testToken = options.vendorTestKeys ? testTokenOf(sitekey) : undefined;
      if (testToken === null) return answerProblem(reply, 'test_sitekey');
      if (testToken !== undefined) {
        const token = describeToken(testToken, nowMs() + TEST_MS);
        return reply.code(201).header('cache-control', 'no-store').send(token);
      }
      const site = sites.find(sitekey);
      if (!site) return answerProblem(reply, 'unknown_sitekey');
      const hostname = pageHostOf(request) ?? ownHostOf(request);
      if (!site.allows(hostname)) return answerProblem(reply, 'hostname_not_allowed');
      const purpose = {
        hostname,
        ...(action !== undefined && { action }),
        ...(cdata !== undefined && { cdata }),
        ...(scored && { scored }),
      };
      const step = await options.visitors.stepOf(request, site);
      const challenge = await siteChallenges.open(site, purpose, wishOf(step, { kind, language }));
      if (challenge === null) return answerProblem(reply, 'kind_not_offered');
      const { kind: opened, level } = challenge;
      // Only now it is known what the step asks: it may be dearer than what was counted above.
      if (opened !== costOf(site, kind)) {
        await options.charge(request, reply, { cost: opened, sitekey });
      }
      request.log.info({ kind: opened, level, step, sitekey }, 'challenge opened');
      return answerChallenge(reply, challenge, 201);
    },
  );

  app.get(
    '/challenges/:id/media',
    {
      config: { limit: 'media', audience: 'embedded', ...documented({ headers: RANGE }) },
      exposeHeadRoute: true,
      schema: {
        summary: 'Fetch the media of a challenge',
        description: 'The same bytes for the same id, as long as the challenge is open.',
        tags: ['v1'],
        operationId: 'getMedia',
        params: ChallengeParams,
        response: {
          200: {
            description: 'A picture, an animated picture or a sound',
            content: MEDIA,
          },
          206: { description: 'The part that the header `Range` asks for', content: MEDIA },
          404: problemResponse('`unknown_challenge`'),
          416: problemResponse('There is no such part (`range_not_satisfiable`)'),
          ...errors,
        } as Record<string, unknown>,
      },
    },
    async (request, reply) => {
      const media = await siteChallenges.media(request.params.id);
      if (media === null) return answerProblem(reply, 'unknown_challenge');
      // It may have been made anew for a few bytes of it: a hundred times as dear as a picture.
      if (media.type.startsWith('audio/')) {
        await options.charge(request, reply, { cost: 'media', times: SOUND_MEDIA - 1 });
      }
      reply.header('cache-control', 'no-store').type(media.type);
      return sendBytes(request, reply, media.bytes);
    },
  );

  app.post(
    '/challenges/:id/refresh',
    {
      config: documented({ isBodyOptional: true }),
      // A body is for those who want something else.
      preValidation: async (request) => {
        if (request.body === undefined) request.body = {};
      },
      schema: {
        summary: 'Ask for another challenge',
        description:
          'Gives up a challenge for another one of the same site and purpose, of another kind if one is named.',
        tags: ['v1'],
        operationId: 'refreshChallenge',
        params: ChallengeParams,
        body: Change,
        response: {
          201: { ...Challenge, description: 'Another challenge' },
          403: problemResponse(
            'The site does not offer the kind (`kind_not_offered`): nothing has changed',
          ),
          404: problemResponse('`unknown_challenge`'),
          ...bodyErrors,
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await siteChallenges.find(id);
      // Counted even if there is none: a look into the store is not for nothing.
      const cost = request.body.kind ?? found?.kind ?? 'picture';
      await options.charge(request, reply, { cost, sitekey: found?.site.sitekey });
      if (!found) return answerProblem(reply, 'unknown_challenge');
      const { site } = found;
      const step = await options.visitors.stepOf(request, site);
      const challenge = await siteChallenges.refresh(id, wishOf(step, request.body));
      // It stays where there is nothing to be had for it.
      if (challenge === null && (await siteChallenges.find(id))) {
        return answerProblem(reply, 'kind_not_offered');
      }
      return answerChallenge(reply, challenge, 201);
    },
  );

  app.post(
    '/challenges/:id/extend',
    {
      config: { limit: 'answer' },
      schema: {
        summary: 'Ask for more time',
        description: 'Begins the time of a challenge anew, ten times at most.',
        tags: ['v1'],
        operationId: 'extendChallenge',
        params: ChallengeParams,
        response: {
          200: { ...Challenge, description: 'The same challenge, with more time' },
          404: problemResponse('`unknown_challenge`: there is none, or no more time is to be had'),
          ...bodyErrors,
          ...errors,
        },
      },
    },
    async (request, reply) =>
      answerChallenge(reply, await siteChallenges.extend(request.params.id), 200),
  );

  app.post(
    '/challenges/:id/answer',
    {
      config: { limit: 'answer' },
      schema: {
        summary: 'Answer a challenge',
        description:
          'One try: the challenge is spent, whatever the answer. A right answer that is sent again within a minute, because the reply was lost, gets the same token.',
        tags: ['v1'],
        operationId: 'answerChallenge',
        params: ChallengeParams,
        body: Answer,
        response: {
          200: Type.Union([Token, NotSolved], { description: 'The verdict' }),
          403: problemResponse('The challenge was opened on another host (`hostname_not_allowed`)'),
          ...bodyErrors,
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { answer = '', work, honeypot = '' } = request.body;
      const attempt = { guess: answer, ...(work && { work }), honeypot: honeypot !== '' };
      const page = { hostname: pageHostOf(request) };
      const outcome = await siteChallenges.answer(id, attempt, page);
      await options.visitors.note(request, outcome);
      request.log.info({ outcome: outcome.ok ? 'right' : outcome.reason }, 'challenge answered');
      reply.header('cache-control', 'no-store');
      if (!outcome.ok) {
        const { reason } = outcome;
        if (reason === 'other-host') return answerProblem(reply, 'hostname_not_allowed');
        return { solved: false as const, reason };
      }
      return describeToken(outcome.token, outcome.expiresMs);
    },
  );
};

/** What a challenge costs, as far as it can be told before its step is known. */
function costOf(site: Site | undefined, kind: KindName | undefined): KindName {
  return kind ?? site?.policy.ladder[0].kind ?? 'picture';
}

/** What a visitor asks for, without what he does not. */
function wishOf(step: number, { kind, language }: Asked): Wish {
  return { step, ...(kind && { kind }), ...(language && { language }) };
}

interface Asked {
  readonly kind?: KindName | undefined;
  readonly language?: string | undefined;
}
