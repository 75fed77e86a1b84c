import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse as parseYaml } from 'yaml';
import type { Level } from '../challenge/types.ts';
import { policyFrom, type SitesResult } from './sites.ts';
import { HOSTNAME, SECRET, SITEKEY } from './values.ts';

const SiteEntry = Type.Object(
  {
    sitekey: Type.String({ pattern: SITEKEY.source }),
    secret: Type.String({ pattern: SECRET.source }),
    hostnames: Type.Optional(
      Type.Array(Type.String({ pattern: HOSTNAME.source }), { maxItems: 1000 }),
    ),
    level: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
  },
  { additionalProperties: false },
);

const SitesFile = Type.Object(
  { sites: Type.Array(SiteEntry, { minItems: 1, maxItems: 10_000 }) },
  { additionalProperties: false },
);

/**
 * Reads a file of sites, in YAML or JSON (which is YAML); `level` is for sites that name none. Accepts
 * any text.
 */
export function parseSites(text: string, level: Level): SitesResult {
  let document: unknown;
  try {
    // No aliases: a file of a few lines could otherwise become a document of any size.
    document = parseYaml(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    // The parser's message quotes the line, and with it perhaps a secret.
    return { ok: false, faults: ['is neither YAML nor JSON'] };
  }
  if (!Value.Check(SitesFile, document)) {
    const faults = Value.Errors(SitesFile, document).filter(({ message }) => message !== REPEATED);
    return { ok: false, faults: faults.map(describeFault) };
  }
  const sites = document.sites.map(({ sitekey, secret, hostnames = [], level: own = level }) => ({
    sitekey,
    secret,
    hostnames,
    policy: policyFrom(own),
  }));
  const faults = [
    ...repeated(sites.map(({ sitekey }) => sitekey)).map((n) => `/sites/${n}/sitekey is taken`),
    ...repeated(sites.map(({ secret }) => secret)).map((n) => `/sites/${n}/secret is taken`),
  ];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sites };
}

/** Said of each property too many, after a sentence about all of them. */
const REPEATED = 'schema is false';

function describeFault(fault: { readonly instancePath: string; readonly message: string }): string {
  return `${fault.instancePath || 'the file'} ${fault.message}`;
}

/** Where something stands that stood before. */
function repeated(texts: readonly string[]): number[] {
  const seen = new Set<string>();
  return texts.flatMap((text, index) => {
    if (seen.has(text)) return [index];
    seen.add(text);
    return [];
  });
}
