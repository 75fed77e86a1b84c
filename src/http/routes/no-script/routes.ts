import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { stepAt } from '../../../challenge/policy.ts';
import type { SiteChallenges } from '../../../challenge/site-challenges.ts';
import type { Site, Sites } from '../../../challenge/sites.ts';
import type { Tokens } from '../../../challenge/tokens.ts';
import type { KindName } from '../../../challenge/types.ts';
import { acceptAnyBody } from '../../bodies.ts';
import { LimitedError } from '../../errors.ts';
import type { Limiting } from '../../limits.ts';
import type { Visitors } from '../../visitors.ts';
import { createVisitChallenges, type Shown } from './challenges.ts';
import { limitPage, problemPage, puzzlePage, tokenPage } from './pages.ts';
import { ANYWHERE, frameAncestorsOf, sendPage } from './send-page.ts';
import { NO_SCRIPT_CSS } from './style.ts';
import { type Fields, fieldsOf, languageOf, readVisit, siteOf, type Visit } from './visit.ts';

/** What the page without scripts is made of. */
export interface NoScriptOptions {
  readonly siteChallenges: SiteChallenges;
  readonly sites: Sites;
  readonly tokens: Pick<Tokens, 'sealHost' | 'readHost'>;
  readonly visitors: Visitors;
  readonly charge: Limiting['charge'];
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Our own address, and the one that reCAPTCHA's clients put into `noscript`. */
const PAGES = [
  { url: '/v1/no-script', field: 'inkblot-response' },
  { url: '/recaptcha/api/fallback', field: 'g-recaptcha-response' },
] as const;

/** An id, an answer of a person, a code of a few letters. */
const BODY_LIMIT_BYTES = 8192;

/**
 * Challenges for people without scripts: forms alone. Whoever solves one leaves with a response token,
 * by hand (it is shown, to be copied) or by a form that is sent to the page named in `return`.
 */
export const noScriptRoutes: FastifyPluginAsyncTypebox<NoScriptOptions> = async (app, options) => {
  const { siteChallenges, sites, tokens, visitors, nowMs } = options;
  acceptAnyBody(app, BODY_LIMIT_BYTES);

  app.get('/v1/no-script.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(NO_SCRIPT_CSS),
  );

  for (const { url, field } of PAGES) {
    app.route({
      method: ['GET', 'POST'],
      url,
      schema: { hide: true },
      config: {
        audience: 'page',
        limit: async (request) => {
          const sitekey = siteOf(sites, await fieldsOf(request))?.sitekey;
          return { cost: 'page', sitekey };
        },
      },
      errorHandler: async (error, request, reply) => {
        if (!(error instanceof LimitedError)) throw error;
        const { retryAfterSeconds } = error;
        const language = languageOf(request, await fieldsOf(request));
        reply.header('retry-after', retryAfterSeconds);
        return sendPage(reply, 429, limitPage(language, retryAfterSeconds), ANYWHERE);
      },
      handler: async (request, reply) => {
        const visit = await readVisit(request, options);
        if ('status' in visit)
          return sendPage(reply, visit.status, problemPage(visit.page), ANYWHERE);
        const { site, fields, page, returnTo } = visit;
        const challenges = createVisitChallenges(siteChallenges, visit, (kind) =>
          stepFor(request, reply, site, kind),
        );
        const wish = request.method === 'POST' ? fields['do'] : undefined;
        if (wish !== 'check') return show(reply, visit, await challenges.next(wish));
        const { id = '', answer: guess = '', website = '' } = fields;
        const attempt = { guess, honeypot: website !== '' };
        const outcome = await siteChallenges.answer(id, attempt, { sitekey: site.sitekey });
        await visitors.note(request, outcome);
        request.log.info({ outcome: outcome.ok ? 'right' : outcome.reason }, 'challenge answered');
        if (outcome.ok) {
          const { token } = outcome;
          const surroundings = { ancestors: frameAncestorsOf(site), formTo: returnTo };
          return sendPage(reply, 200, tokenPage({ ...page, token, field, returnTo }), surroundings);
        }
        const message = outcome.reason === 'wrong' ? 'wrong' : 'gone';
        const challenge = await challenges.open(outcome.answered?.kind);
        return show(reply, visit, { challenge, message });
      },
    });
  }

  /** Counts what the route's limit, which counts pages, does not cover, and tells the step. */
  async function stepFor(
    request: FastifyRequest,
    reply: FastifyReply,
    site: Site,
    kind: KindName | undefined,
  ): Promise<number> {
    const { sitekey } = site;
    // These cost more than a picture.
    if (kind === 'sound' || kind === 'motion') {
      await options.charge(request, reply, { cost: kind, sitekey });
    }
    const step = await visitors.stepOf(request, site);
    // Nobody works here, so whoever is to work harder gets less instead: the steps that ask for
    // four times the work have a fourth of the pages.
    const times = 4 ** Math.max(0, stepAt(site.policy, { step }).work - 1);
    if (times > 1)
      await options.charge(request, reply, { cost: 'page', times: times - 1, sitekey });
    return step;
  }

  function show(
    reply: FastifyReply,
    { site, hostname, fields, page }: Visit,
    { challenge, message }: Shown,
  ): FastifyReply {
    const html = puzzlePage({
      ...page,
      challenge,
      message,
      seconds: Math.round((challenge.expiresMs - nowMs()) / 1000),
      kept: {
        sitekey: site.sitekey,
        ...pick(fields, ['hl', 'action', 'return']),
        host: tokens.sealHost(hostname, site.sitekey),
      },
    });
    return sendPage(reply, 200, html, { ancestors: frameAncestorsOf(site) });
  }
};

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
}
