import cors from '@fastify/cors';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Wish } from '../../../challenge/policy.ts';
import type { SiteChallenges } from '../../../challenge/site-challenges.ts';
import type { Site, Sites } from '../../../challenge/sites.ts';
import type { KindName } from '../../../challenge/types.ts';
import { acceptJsonOnly } from '../../bodies.ts';
import { createErrorHandler, NOT_FOUND } from '../../errors.ts';
import { LIMIT_HEADERS, type Limiting } from '../../limits.ts';
import { documented } from '../../openapi.ts';
import { hostOf, ownHostOf, pageHostOf } from '../../page-host.ts';
import { answerProblem, sendProblem } from '../../problems.ts';
import { sendBytes } from '../../ranges.ts';
import { testTokenOf } from '../../test-keys.ts';
import type { Visitors } from '../../visitors.ts';
import { createReplies } from './replies.ts';
import {
  answerSchema,
  extendSchema,
  LINKS,
  mediaSchema,
  openSchema,
  RANGE,
  refreshSchema,
} from './schemas.ts';

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

/** How long a token for tests is said to last. */
const TEST_MS = 300_000;

/**
 * The JSON API for pages: open a challenge, fetch its media, answer it for a response token. Registered
 * under the prefix `/v1`: rules for scripts of other origins end there.
 */
export const v1Routes: FastifyPluginAsyncTypebox<V1Options> = async (app, options) => {
  const { siteChallenges, sites, nowMs } = options;
  const replies = createReplies(nowMs);
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
      schema: openSchema,
    },
    async (request, reply) => {
      const { sitekey, kind, language, action, cdata, scored } = request.body;
      const testToken = options.vendorTestKeys ? testTokenOf(sitekey) : undefined;
      if (testToken === null) return answerProblem(reply, 'test_sitekey');
      if (testToken !== undefined) {
        const token = replies.token(testToken, nowMs() + TEST_MS);
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
      // Not `level`: that is how grave a line is.
      request.log.info({ kind: opened, difficulty: level, step, sitekey }, 'challenge opened');
      return replies.challenge(reply, 201, challenge);
    },
  );

  app.get(
    '/challenges/:id/media',
    {
      config: { limit: 'media', audience: 'embedded', ...documented({ headers: RANGE }) },
      exposeHeadRoute: true,
      schema: mediaSchema,
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
      schema: refreshSchema,
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
      return replies.challenge(reply, 201, challenge);
    },
  );

  app.post(
    '/challenges/:id/extend',
    {
      config: { limit: 'answer' },
      schema: extendSchema,
    },
    async (request, reply) =>
      replies.challenge(reply, 200, await siteChallenges.extend(request.params.id)),
  );

  app.post(
    '/challenges/:id/answer',
    {
      config: { limit: 'answer' },
      schema: answerSchema,
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
      return replies.token(outcome.token, outcome.expiresMs);
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
