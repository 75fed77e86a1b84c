import cors from '@fastify/cors';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { OpenChallenge, SiteChallenges } from '../../challenge/site-challenges.ts';
import type { Sites } from '../../challenge/sites.ts';
import type { KindName } from '../../challenge/types.ts';
import { acceptJsonOnly } from '../bodies.ts';
import { createErrorHandler, NOT_FOUND } from '../errors.ts';
import { LIMIT_HEADERS } from '../limits.ts';
import { hostOf, ownHostOf, pageHostOf } from '../page-host.ts';
import { answerProblem, problemResponse, sendProblem } from '../problems.ts';
import { testTokenOf } from '../test-keys.ts';

/** What the JSON API is made of. */
export interface V1Options {
  readonly siteChallenges: SiteChallenges;
  readonly sites: Sites;
  /** Whether the sitekeys that vendors document for tests are known. */
  readonly vendorTestKeys: boolean;
  /** How many characters an answer has. */
  readonly answerLength: number;
  readonly pictureWidthPx: number;
  readonly pictureHeightPx: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** More than any body of these routes needs: 255 characters of `cdata` and a few names. */
const BODY_LIMIT_BYTES = 4096;

/** A minute: as often as a browser asks, and as long as a changed site takes to be noticed. */
const PREFLIGHT_SECONDS = 60;

const Sitekey = Type.String({ minLength: 1, maxLength: 100, description: 'Which site asks' });

const Challenge = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'Names the challenge in all that follows' }),
    kind: Type.Literal('picture', { description: 'How it is answered' }),
    expiresAt: Type.String({ format: 'date-time', description: 'Until when' }),
    expiresInMs: Type.Integer({ description: 'The same as a duration: clocks of visitors differ' }),
    media: Type.Array(
      Type.Object({
        type: Type.String({ description: 'The Internet media type' }),
        path: Type.String({ description: 'Where it is, below the address of the service' }),
        widthPx: Type.Integer(),
        heightPx: Type.Integer(),
      }),
    ),
    answer: Type.Object({
      length: Type.Integer({ description: 'How many characters it has' }),
    }),
  },
  { title: 'Challenge' },
);

const Token = Type.Object(
  {
    solved: Type.Literal(true),
    token: Type.String({
      description:
        'The response token, for the site’s server to verify: 103 of the characters A-Z, a-z, 0-9, `_`, `.` and `-`',
    }),
    expiresAt: Type.String({ format: 'date-time', description: 'Until when it can be verified' }),
    expiresInMs: Type.Integer(),
  },
  { title: 'Solved' },
);

const NotSolved = Type.Object(
  {
    solved: Type.Literal(false),
    reason: Type.Union([Type.Literal('wrong'), Type.Literal('gone')], {
      description: 'Wrong, or answered before, given up or expired: ask for another challenge',
    }),
  },
  { title: 'Not solved' },
);

/** How long a token for tests is said to last. */
const TEST_MS = 300_000;

const ChallengeParams = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The id of the challenge' }),
});

const errors = {
  400: problemResponse('The request is not as described (`bad_request`)'),
  429: problemResponse('`rate_limited`: too many requests from one network, or for one site'),
  503: problemResponse('`store_unavailable`, `store_full` or `busy`: try again soon'),
};

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

  function describe({ id, kind, expiresMs }: OpenChallenge) {
    return {
      id,
      kind,
      ...until(expiresMs),
      media: [
        {
          type: 'image/png',
          path: `v1/challenges/${id}/media`,
          widthPx: options.pictureWidthPx,
          heightPx: options.pictureHeightPx,
        },
      ],
      answer: { length: options.answerLength },
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
      config: {
        limit: ({ body }) => {
          const { sitekey, kind } = body as { sitekey: string; kind?: KindName };
          const site = sites.find(sitekey);
          return { cost: kind ?? site?.policy.kind ?? 'picture', sitekey: site?.sitekey };
        },
      },
      schema: {
        summary: 'Open a challenge',
        description:
          'Opens a challenge for the page of a site. Its host is taken from the header `Origin` and must be one that the site allows.',
        tags: ['v1'],
        operationId: 'openChallenge',
        body: Type.Object(
          {
            sitekey: Sitekey,
            kind: Type.Optional(
              Type.Literal('picture', { description: 'By default what the site’s policy says' }),
            ),
            action: Type.Optional(
              Type.String({
                maxLength: 100,
                pattern: '^[A-Za-z0-9_/-]*$',
                description: 'What the visitor is about to do',
              }),
            ),
            cdata: Type.Optional(
              Type.String({ maxLength: 255, description: 'Whatever the site wants to see again' }),
            ),
            scored: Type.Optional(
              Type.Boolean({
                description: 'Whether the verdict is to have a score, as of reCAPTCHA v3',
              }),
            ),
          },
          { title: 'Wish' },
        ),
        response: {
          201: Type.Union([Challenge, Token], {
            description:
              'A challenge that waits for its answer, or at once a token for a sitekey that vendors document for tests',
          }),
          403: problemResponse(
            'The site does not allow the page’s host (`hostname_not_allowed`), or never lets anybody pass (`test_sitekey`)',
          ),
          404: problemResponse('There is no such site (`unknown_sitekey`)'),
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { sitekey, action, cdata, scored } = request.body;
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
      const challenge = await siteChallenges.open(site, {
        hostname,
        ...(action !== undefined && { action }),
        ...(cdata !== undefined && { cdata }),
        ...(scored && { scored }),
      });
      request.log.info({ kind: challenge.kind, sitekey }, 'challenge opened');
      return answerChallenge(reply, challenge, 201);
    },
  );

  app.get(
    '/challenges/:id/media',
    {
      config: { limit: 'media' },
      exposeHeadRoute: true,
      schema: {
        summary: 'Fetch the media of a challenge',
        description: 'The same bytes for the same id, as long as the challenge is open.',
        tags: ['v1'],
        operationId: 'getMedia',
        params: ChallengeParams,
        response: {
          200: {
            description: 'The picture',
            content: { 'image/png': { schema: { type: 'string', contentMediaType: 'image/png' } } },
          },
          404: problemResponse('`unknown_challenge`'),
          ...errors,
        } as Record<string, unknown>,
      },
    },
    async (request, reply) => {
      const media = await siteChallenges.media(request.params.id);
      if (media === null) return answerProblem(reply, 'unknown_challenge');
      return (
        reply
          .header('cache-control', 'no-store')
          // A page that isolates itself (COEP) may show it, too.
          .header('cross-origin-resource-policy', 'cross-origin')
          .type(media.type)
          .send(media.bytes)
      );
    },
  );

  app.post(
    '/challenges/:id/refresh',
    {
      config: { limit: 'picture' },
      schema: {
        summary: 'Ask for another challenge',
        description: 'Gives up a challenge for another one of the same site and purpose.',
        tags: ['v1'],
        operationId: 'refreshChallenge',
        params: ChallengeParams,
        response: {
          201: { ...Challenge, description: 'Another challenge' },
          404: problemResponse('`unknown_challenge`'),
          ...errors,
        },
      },
    },
    async (request, reply) =>
      answerChallenge(reply, await siteChallenges.refresh(request.params.id), 201),
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
        body: Type.Object(
          { answer: Type.String({ maxLength: 1000, description: 'What the person typed' }) },
          { title: 'Answer' },
        ),
        response: {
          200: Type.Union([Token, NotSolved], { description: 'The verdict' }),
          403: problemResponse('The challenge was opened on another host (`hostname_not_allowed`)'),
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await siteChallenges.answer(id, request.body.answer, {
        hostname: pageHostOf(request),
      });
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
