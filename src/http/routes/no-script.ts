import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenChallenge, SiteChallenges } from '../../challenge/site-challenges.ts';
import type { Site, Sites } from '../../challenge/sites.ts';
import { wayToBase } from '../bases.ts';
import { readFields } from '../fields.ts';
import { hostOf, pageHostOf } from '../page-host.ts';
import { NO_SCRIPT_CSS, problemPage, puzzlePage, tokenPage } from './no-script-pages.ts';
import { chooseLanguage, type Language } from './no-script-strings.ts';

/** What the page without scripts is made of. */
export interface NoScriptOptions {
  readonly siteChallenges: SiteChallenges;
  readonly sites: Sites;
  readonly pictureWidthPx: number;
  readonly pictureHeightPx: number;
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
  const { siteChallenges, sites, nowMs } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => done(null, body),
  );

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
      handler: async (request, reply) => {
        const fields = (await readFields(request)) ?? {};
        const language = languageOf(request, fields);
        const site = sites.find(fields['sitekey'] ?? fields['k'] ?? '');
        const page = { language, base: wayToBase(request.originalUrl) };
        if (!site) return send(reply, 404, problemPage(page));
        const returnTo = returnAddress(site, fields['return']);
        if (request.method === 'POST' && fields['do'] === 'check') {
          const outcome = await siteChallenges.answer(
            fields['id'] ?? '',
            fields['answer'] ?? '',
            undefined,
          );
          request.log.info(
            { outcome: outcome.ok ? 'right' : outcome.reason },
            'challenge answered',
          );
          if (outcome.ok) {
            const { token } = outcome;
            return send(reply, 200, tokenPage({ ...page, token, field, returnTo }), returnTo);
          }
          const fresh = await open(request, site, fields);
          return show(
            reply,
            page,
            site,
            fresh,
            fields,
            outcome.reason === 'wrong' ? 'wrong' : 'gone',
          );
        }
        const { challenge, isLate } = await next(request, site, fields);
        return show(reply, page, site, challenge, fields, isLate ? 'gone' : undefined);
      },
    });
  }

  /** More time or another picture, where asked for and possible; else a new challenge. */
  async function next(request: FastifyRequest, site: Site, fields: Fields) {
    const { id = '', do: wish } = fields;
    const wished =
      wish === 'extend'
        ? await siteChallenges.extend(id)
        : wish === 'refresh'
          ? await siteChallenges.refresh(id)
          : null;
    const isLate = wished === null && wish === 'extend';
    return { challenge: wished ?? (await open(request, site, fields)), isLate };
  }

  /**
   * Opens a challenge. A frame or a link says by its referrer which page it belongs to. A policy that
   * hides the referrer must not shut anybody out: then it is the host of this service.
   */
  async function open(request: FastifyRequest, site: Site, fields: Fields): Promise<OpenChallenge> {
    const own = request.hostname.toLowerCase();
    const named = fields['host'] ?? pageHostOf(request) ?? own;
    const { action } = fields;
    const hostname = site.allows(named) ? named : own;
    const isAction = action !== undefined && /^[A-Za-z0-9_/-]{1,100}$/.test(action);
    return siteChallenges.open(site, { hostname, ...(isAction && { action }) });
  }

  function show(
    reply: FastifyReply,
    page: { language: Language; base: string },
    site: Site,
    { id, expiresMs }: OpenChallenge,
    fields: Fields,
    message: 'wrong' | 'gone' | undefined,
  ): FastifyReply {
    const html = puzzlePage({
      ...page,
      id,
      message,
      seconds: Math.round((expiresMs - nowMs()) / 1000),
      widthPx: options.pictureWidthPx,
      heightPx: options.pictureHeightPx,
      kept: {
        sitekey: site.sitekey,
        ...pick(fields, ['hl', 'action', 'return']),
        host: hostOf(reply.request.headers.referer) ?? '',
      },
    });
    return send(reply, 200, html);
  }
};

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

function send(reply: FastifyReply, status: number, html: string, formTo?: string): FastifyReply {
  const formAction = formTo ? `'self' ${new URL(formTo).origin}` : "'self'";
  return (
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // The token stands in the page: nobody is told of its address.
      .header('referrer-policy', 'no-referrer')
      .header(
        'content-security-policy',
        `default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action ${formAction}`,
      )
      .send(html)
  );
}
