import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenChallenge } from '../../challenge/opening.ts';
import { stepAt, type Wish } from '../../challenge/policy.ts';
import type { SiteChallenges } from '../../challenge/site-challenges.ts';
import type { Site, Sites } from '../../challenge/sites.ts';
import type { Tokens } from '../../challenge/tokens.ts';
import { KIND_NAMES, type KindName } from '../../challenge/types.ts';
import { wayToBase } from '../bases.ts';
import { acceptAnyBody } from '../bodies.ts';
import { LimitedError } from '../errors.ts';
import { readFields } from '../fields.ts';
import type { Limiting } from '../limits.ts';
import { hostOf, ownHostOf, pageHostOf } from '../page-host.ts';
import { pagePolicy } from '../security-headers.ts';
import type { Visitors } from '../visitors.ts';
import { limitPage } from './limit-page.ts';
import { NO_SCRIPT_CSS, problemPage, puzzlePage, tokenPage } from './no-script-pages.ts';
import { chooseLanguage, type Language } from './no-script-strings.ts';

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

type Fields = Readonly<Record<string, string>>;

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
          const fields = (await readFields(request)) ?? {};
          return { cost: 'page', sitekey: siteOf(fields)?.sitekey };
        },
      },
      errorHandler: async (error, request, reply) => {
        if (!(error instanceof LimitedError)) throw error;
        const { retryAfterSeconds } = error;
        const language = languageOf(request, (await readFields(request)) ?? {});
        reply.header('retry-after', retryAfterSeconds);
        return send(reply, 429, limitPage(language, retryAfterSeconds), ANYWHERE);
      },
      handler: async (request, reply) => {
        const fields = (await readFields(request)) ?? {};
        const language = languageOf(request, fields);
        const site = siteOf(fields);
        const page = { language, base: wayToBase(request.originalUrl) };
        if (!site) return send(reply, 404, problemPage(page), ANYWHERE);
        const returnTo = returnAddress(site, fields['return']);
        const hostname = hostnameOf(request, site, fields);
        if (hostname === undefined) return send(reply, 403, problemPage(page), ANYWHERE);
        const visit: Visit = {
          site,
          hostname,
          fields,
          page,
          // The limit of the route counts pages; what costs more than a picture counts once more.
          stepFor: async (kind) => {
            const { sitekey } = site;
            if (kind === 'sound' || kind === 'motion') {
              await options.charge(request, reply, { cost: kind, sitekey });
            }
            const step = await visitors.stepOf(request, site);
            // Nobody works here, so whoever is to work harder gets less instead: the steps that ask for
            // four times the work have a fourth of the pages.
            const times = 4 ** Math.max(0, stepAt(site.policy, { step }).work - 1);
            if (times > 1) {
              await options.charge(request, reply, { cost: 'page', times: times - 1, sitekey });
            }
            return step;
          },
        };
        const wish = request.method === 'POST' ? fields['do'] : undefined;
        if (wish !== 'check') return show(reply, visit, await next(visit, wish));
        const { id = '', answer: guess = '', website = '' } = fields;
        const attempt = { guess, honeypot: website !== '' };
        const outcome = await siteChallenges.answer(id, attempt, { sitekey: site.sitekey });
        await visitors.note(request, outcome);
        request.log.info({ outcome: outcome.ok ? 'right' : outcome.reason }, 'challenge answered');
        if (outcome.ok) {
          const { token } = outcome;
          const frames = { ancestors: frameAncestorsOf(site), formTo: returnTo };
          return send(reply, 200, tokenPage({ ...page, token, field, returnTo }), frames);
        }
        const message = outcome.reason === 'wrong' ? 'wrong' : 'gone';
        const kind = outcome.answered?.kind;
        return show(reply, visit, { challenge: await open(visit, kind), message });
      },
    });
  }

  function siteOf(fields: Fields): Site | undefined {
    return sites.find(fields['sitekey'] ?? fields['k'] ?? '');
  }

  /**
   * The host that the page belongs to. A frame or a link says it by its referrer; after that the page
   * carries it along, signed. A policy that hides the referrer must not shut anybody out: then it is
   * the host of this service. Undefined for one that the site does not allow.
   */
  function hostnameOf(request: FastifyRequest, site: Site, fields: Fields): string | undefined {
    if (request.method === 'POST') {
      return tokens.readHost(fields['host'] ?? '', site.sitekey) ?? ownHostOf(request);
    }
    const named = pageHostOf(request);
    if (named === undefined) return ownHostOf(request);
    return site.allows(named) || named === ownHostOf(request) ? named : undefined;
  }

  /** More time or another challenge, where asked for and possible; else a new one. */
  async function next(visit: Visit, wish: string | undefined): Promise<Shown> {
    const { id = '' } = visit.fields;
    const { sitekey } = visit.site;
    if (wish === 'extend') {
      const challenge = await siteChallenges.extend(id, sitekey);
      return challenge ? { challenge } : { challenge: await open(visit), message: 'gone' };
    }
    const named = KIND_NAMES.find((name) => name === wish);
    const kind = named ?? (wish === 'refresh' ? (await siteChallenges.find(id))?.kind : undefined);
    if (!kind) return { challenge: await open(visit) };
    const wished = wishOf(visit, await visit.stepFor(kind), kind);
    const challenge = await siteChallenges.refresh(id, wished, sitekey);
    return { challenge: challenge ?? (await openAs(visit, wished)) };
  }

  async function open(visit: Visit, kind?: KindName): Promise<OpenChallenge> {
    return openAs(visit, wishOf(visit, await visit.stepFor(kind), kind));
  }

  async function openAs({ site, hostname, fields }: Visit, wish: Wish): Promise<OpenChallenge> {
    const { action } = fields;
    const isAction = action !== undefined && /^[A-Za-z0-9_/-]{1,100}$/.test(action);
    const purpose = { hostname, ...(isAction && { action }) };
    const { kind: _, ...anyKind } = wish;
    const challenge =
      (await siteChallenges.open(site, purpose, wish)) ??
      // Not offered: what is offered to everybody, then.
      (await siteChallenges.open(site, purpose, anyKind));
    if (!challenge) throw new TypeError('a site offers pictures at least');
    return challenge;
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
    return send(reply, 200, html, { ancestors: frameAncestorsOf(site) });
  }
};

function wishOf({ page }: Visit, step: number, kind?: KindName): Wish {
  const language = page.language.code;
  return { step, language, withoutWork: true, ...(kind && { kind }) };
}

/** Somebody on the page of a site. */
interface Visit {
  readonly site: Site;
  readonly hostname: string;
  readonly fields: Fields;
  readonly page: { readonly language: Language; readonly base: string };
  /** Counts a challenge of this kind, and tells the step that it is to have. */
  stepFor(kind?: KindName): Promise<number>;
}

/** What is shown, and what is said about the one before. */
interface Shown {
  readonly challenge: OpenChallenge;
  readonly message?: 'wrong' | 'gone';
}

function languageOf(request: FastifyRequest, fields: Fields): Language {
  const accepted = String(request.headers['accept-language'] ?? '').slice(0, 500);
  return chooseLanguage([fields['hl'] ?? '', ...accepted.split(',')]);
}

/** Where the token is to be sent: a page of the site itself, or nowhere. */
function returnAddress(site: Site, url: string | undefined): string | undefined {
  const host = hostOf(url);
  return host !== undefined && site.allows(host) ? url : undefined;
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
}

/** Who may show a page in a frame, and where its form may lead beside our own pages. */
interface Surroundings {
  readonly ancestors: string;
  readonly formTo?: string | undefined;
}

/** Of pages that say what is wrong, and have nothing to press. */
const ANYWHERE: Surroundings = { ancestors: '*' };

/** A longer policy may be more than a proxy accepts as the headers of one answer: 4 kB with nginx. */
const LONGEST_ANCESTORS = 2000;

/**
 * The hosts of a site: on any other page, somebody could lay something of his own over the form, or have
 * visitors of his solve challenges of this site. Any, if the site allows any, has too many, or one that
 * is an IP address: a policy cannot name those (CSP 3, 6.7.2.10).
 */
function frameAncestorsOf({ hostnames }: Site): string {
  const hasAddress = hostnames.some((name) => /(^|\.)[0-9]+$/.test(name));
  // `http:` stands for `https:`, too.
  const ancestors = ["'self'", ...hostnames.map((name) => `http://${name}:*`)].join(' ');
  const isAny = hostnames.length === 0 || hasAddress || ancestors.length > LONGEST_ANCESTORS;
  return isAny ? '*' : ancestors;
}

function send(
  reply: FastifyReply,
  status: number,
  html: string,
  { ancestors, formTo }: Surroundings,
): FastifyReply {
  const policy = pagePolicy({
    'img-src': "'self'",
    'media-src': "'self'",
    'style-src': "'self'",
    'form-action': formTo ? `'self' ${new URL(formTo).origin}` : "'self'",
    'frame-ancestors': ancestors,
  });
  return (
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // A page that isolates itself (COEP) may frame it, too.
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('content-security-policy', policy)
      .send(html)
  );
}
