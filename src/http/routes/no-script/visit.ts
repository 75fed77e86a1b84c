import type { FastifyRequest } from 'fastify';
import type { Site, Sites } from '../../../challenge/sites.ts';
import type { Tokens } from '../../../challenge/tokens.ts';
import { wayToBase } from '../../bases.ts';
import { readFields } from '../../fields.ts';
import { hostOf, ownHostOf, pageHostOf } from '../../page-host.ts';
import { chooseLanguage, type Language } from './languages.ts';
import type { Page } from './pages.ts';

/** Somebody on the page of a site, and what he sent. */
export interface Visit {
  readonly site: Site;
  readonly hostname: string;
  readonly fields: Fields;
  readonly page: Page;
  /** Where the token is to be sent: a page of the site itself, or nowhere. */
  readonly returnTo: string | undefined;
}

/** What came in the query or a form, by name. */
export type Fields = Readonly<Record<string, string>>;

/** What a visit is read with. */
export interface VisitOptions {
  readonly sites: Sites;
  readonly tokens: Pick<Tokens, 'readHost'>;
}

/** The fields of a request; none if they cannot be read. */
export async function fieldsOf(request: FastifyRequest): Promise<Fields> {
  return (await readFields(request)) ?? {};
}

/** The site that fields name, by our name for it or reCAPTCHA's. */
export function siteOf(sites: Sites, fields: Fields): Site | undefined {
  return sites.find(fields['sitekey'] ?? fields['k'] ?? '');
}

/** The language that somebody asks for, by the page that led here or by his browser. */
export function languageOf(request: FastifyRequest, fields: Fields): Language {
  const accepted = String(request.headers['accept-language'] ?? '').slice(0, 500);
  return chooseLanguage([fields['hl'] ?? '', ...accepted.split(',')]);
}

/** Who comes from where. Without a site, or from a page that the site does not allow, only a page to say so. */
export async function readVisit(
  request: FastifyRequest,
  { sites, tokens }: VisitOptions,
): Promise<Visit | { readonly status: 403 | 404; readonly page: Page }> {
  const fields = await fieldsOf(request);
  const page = { language: languageOf(request, fields), base: wayToBase(request.originalUrl) };
  const site = siteOf(sites, fields);
  if (!site) return { status: 404, page };
  const hostname = hostnameOf(request, site, fields, tokens);
  if (hostname === undefined) return { status: 403, page };
  return { site, hostname, fields, page, returnTo: returnAddress(site, fields['return']) };
}

/**
 * The host that the page belongs to. A frame or a link says it by its referrer; after that the page
 * carries it along, signed. A policy that hides the referrer must not shut anybody out: then it is
 * the host of this service. Undefined for one that the site does not allow.
 */
function hostnameOf(
  request: FastifyRequest,
  site: Site,
  fields: Fields,
  tokens: VisitOptions['tokens'],
): string | undefined {
  if (request.method === 'POST') {
    return tokens.readHost(fields['host'] ?? '', site.sitekey) ?? ownHostOf(request);
  }
  const named = pageHostOf(request);
  if (named === undefined) return ownHostOf(request);
  return site.allows(named) || named === ownHostOf(request) ? named : undefined;
}

function returnAddress(site: Site, url: string | undefined): string | undefined {
  const host = hostOf(url);
  return host !== undefined && site.allows(host) ? url : undefined;
}
