import { hash } from 'node:crypto';
import type { KindName, Step } from './types.ts';

/** What a site asks of its visitors. */
export interface SitePolicy {
  /**
   * From what a visitor meets of whom nothing bad is known to what the worst meet. At least one step.
   */
  readonly ladder: readonly [Step, ...Step[]];
  /** The kinds that a visitor may ask for instead, at the strength of the step. */
  readonly alternatives: readonly KindName[];
}

/** A site as its operator defines it. */
export interface SiteDefinition {
  /** Public: stands in the page. */
  readonly sitekey: string;
  /** Known to the site's server alone. */
  readonly secret: string;
  /**
   * Host names whose pages may show challenges: exact, or `*.` and a name for all below it. Empty for
   * any.
   */
  readonly hostnames: readonly string[];
  readonly policy: SitePolicy;
}

/** A site, without its secret. */
export interface Site {
  readonly sitekey: string;
  readonly policy: SitePolicy;
  /** As its operator defines them; empty for any. */
  readonly hostnames: readonly string[];
  /** Whether pages on this host may show its challenges. */
  allows(hostname: string): boolean;
}

/** The sites that there are at the moment. */
export interface Sites {
  find(sitekey: string): Site | undefined;
  /** The site of this secret. The time it takes tells nothing that helps to guess one. */
  findBySecret(secret: string): Site | undefined;
  /** Whether any site allows this host: all that can be known before a request says its site. */
  anyAllows(hostname: string): boolean;
  /** Replaces all sites in one step. */
  replace(definitions: readonly SiteDefinition[]): void;
}

/** Creates the sites. Secrets are kept as hashes: random ones of 120 bits and more need no salt. */
export function createSites(definitions: readonly SiteDefinition[]): Sites {
  let bySitekey = new Map<string, Site>();
  let bySecretHash = new Map<string, Site>();
  let hosts = createHosts([]);

  function replace(next: readonly SiteDefinition[]): void {
    const known = next.map((definition) => [definition, toSite(definition)] as const);
    bySitekey = new Map(known.map(([{ sitekey }, site]) => [sitekey, site]));
    bySecretHash = new Map(known.map(([{ secret }, site]) => [hash('sha256', secret), site]));
    // A site that allows any allows all.
    const isOpen = next.some(({ hostnames }) => hostnames.length === 0);
    hosts = isOpen ? () => true : createHosts(next.flatMap(({ hostnames }) => hostnames));
  }

  replace(definitions);
  return {
    find: (sitekey) => bySitekey.get(sitekey),
    // Looked up by its hash: how far a wrong one agrees with a right one's hash, which time may tell,
    // says nothing about the secret itself.
    findBySecret: (secret) => bySecretHash.get(hash('sha256', secret)),
    anyAllows: (hostname) => hosts(hostname),
    replace,
  };
}

function toSite({ sitekey, hostnames, policy }: SiteDefinition): Site {
  const allows = hostnames.length === 0 ? () => true : createHosts(hostnames);
  return { sitekey, policy, hostnames, allows };
}

/** Whether a host is one of these, or below one that begins with `*.`. */
function createHosts(hostnames: readonly string[]): (hostname: string) => boolean {
  const exact = new Set(hostnames);
  const above = new Set(
    hostnames.filter((name) => name.startsWith('*.')).map((name) => name.slice(2)),
  );
  return (hostname) => {
    const host = hostname.toLowerCase();
    if (exact.has(host)) return true;
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (above.has(host.slice(dot + 1))) return true;
    }
    return false;
  };
}
