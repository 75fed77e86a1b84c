import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse as parseYaml } from 'yaml';
import type { SiteDefinition, SitePolicy } from '../challenge/sites.ts';
import { KIND_NAMES, type Level, type Step } from '../challenge/types.ts';
import { type Ladder, MOST_STEPS } from './ladder.ts';
import { HOSTNAME } from './values/addresses.ts';
import { SECRET, SITEKEY } from './values/secrets.ts';

const StepEntry = Type.Object(
  {
    kind: Type.Enum(KIND_NAMES),
    level: Type.Enum([1, 2, 3]),
    work: Type.Optional(Type.Enum([0, 1, 2, 3])),
  },
  { additionalProperties: false },
);

const LadderEntry = Type.Array(StepEntry, { minItems: 1, maxItems: MOST_STEPS });

const SiteEntry = Type.Object(
  {
    sitekey: Type.String({ pattern: SITEKEY.source }),
    secret: Type.String({ pattern: SECRET.source }),
    hostnames: Type.Optional(
      Type.Array(Type.String({ pattern: HOSTNAME.source }), { maxItems: 1000 }),
    ),
    level: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
    ladder: Type.Optional(LadderEntry),
    alternatives: Type.Optional(
      Type.Array(Type.Enum(KIND_NAMES), { maxItems: KIND_NAMES.length, uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
);

const SitesFile = Type.Object(
  { sites: Type.Array(SiteEntry, { minItems: 1, maxItems: 10_000 }) },
  { additionalProperties: false },
);

/** The sites that are defined, or everything that is wrong with them. No fault repeats a secret. */
export type SitesResult =
  | { readonly ok: true; readonly sites: readonly SiteDefinition[] }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads a file of sites, in YAML or JSON (which is YAML); `usual` is the policy of sites as
 * far as they name none. Accepts any text.
 */
export function parseSites(text: string, usual: SitePolicy): SitesResult {
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
  const sites = document.sites.map((entry) => {
    const { sitekey, secret, hostnames = [], level, ladder, alternatives } = entry;
    const policy = {
      ...(level === undefined ? usual : policyFrom(level, usual)),
      ...(ladder && { ladder: ladderOf(ladder) }),
      ...(alternatives && { alternatives }),
    };
    return { sitekey, secret, hostnames, policy };
  });
  const faults = [
    ...document.sites.flatMap(({ level, ladder }, n) =>
      level !== undefined && ladder ? [`/sites/${n} has both level and ladder`] : [],
    ),
    ...repeated(sites.map(({ sitekey }) => sitekey)).map((n) => `/sites/${n}/sitekey is taken`),
    ...repeated(sites.map(({ secret }) => secret)).map((n) => `/sites/${n}/secret is taken`),
  ];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sites };
}

/** What a site asks from this level on. */
function policyFrom(level: Level, { ladder, alternatives }: SitePolicy): SitePolicy {
  const [first, ...others] = ladder.filter((step) => step.level >= level);
  const { kind, work } = ladder[0];
  return { ladder: first ? [first, ...others] : [{ kind, level, work }], alternatives };
}

/** The ladder of a file that was found right. */
function ladderOf(entry: Static<typeof LadderEntry>): Ladder {
  const [first, ...others] = entry.map(({ work = 0, ...step }): Step => ({ ...step, work }));
  // The schema has seen to it that there is one.
  return [first as Step, ...others];
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
