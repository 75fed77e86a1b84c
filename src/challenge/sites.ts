import { hash, timingSafeEqual } from 'node:crypto';
import type { KindName, Level } from './types.ts';

/** What a site asks of its visitors. */
export interface SitePolicy {
  readonly kind: KindName;
  readonly level: Level;
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
  /** Whether pages on this host may show its challenges. */
  allows(hostname: string): boolean;
}

/** The sites that there are at the moment. */
export interface Sites {
  find(sitekey: string): Site | undefined;
  /** The site of this secret. The time it takes tells nothing about any secret. */
  findBySecret(secret: string): Site | undefined;
  /** Whether any site allows this host: all that can be known before a request says its site. */
  anyAllows(hostname: string): boolean;
  /** Replaces all sites in one step. */
  replace(definitions: readonly SiteDefinition[]): void;
}

interface KnownSite extends Site {
  readonly secretHash: Uint8Array;
}

/** Creates the sites. Secrets are kept as hashes: random ones of 128 bits need no salt. */
export function createSites(definitions: readonly SiteDefinition[]): Sites {
  let known = new Map<string, KnownSite>();

  function replace(next: readonly SiteDefinition[]): void {
    known = new Map(next.map((definition) => [definition.sitekey, toSite(definition)]));
  }

  replace(definitions);
  return {
    find: (sitekey) => known.get(sitekey),
    findBySecret: (secret) => {
      const sought = hash('sha256', secret, 'buffer');
      let found: Site | undefined;
      // All of them, whatever comes: which site's secret it was does not show in the time.
      for (const site of known.values()) {
        if (timingSafeEqual(site.secretHash, sought)) found = site;
      }
      return found;
    },
    anyAllows: (hostname) => [...known.values()].some((site) => site.allows(hostname)),
    replace,
  };
}

function toSite({ sitekey, secret, hostnames, policy }: SiteDefinition): KnownSite {
  const exact = new Set(hostnames.filter((name) => !name.startsWith('*.')));
  const below = hostnames.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  return {
    sitekey,
    policy,
    secretHash: hash('sha256', secret, 'buffer'),
    allows: (hostname) =>
      hostnames.length === 0 ||
      exact.has(hostname.toLowerCase()) ||
      below.some((suffix) => hostname.toLowerCase().endsWith(suffix)),
  };
}
