import type { Logger } from 'pino';
import { newId, newKey } from '../base/secrets.ts';
import { createSites, type SiteDefinition, type Sites } from '../challenge/sites.ts';
import type { Config } from '../config/config.ts';
import { policyOf, readSites } from '../config/sites.ts';

/** The sites that are served. */
export interface ServedSites {
  readonly sites: Sites;
  /** The site that the demonstration shows, with its secret where nobody else uses it. */
  readonly demo: { readonly sitekey: string; readonly secret?: string } | undefined;
  /** Reads the file of sites again; faults are logged, and the sites stay as they were. */
  reload(): Promise<void>;
}

/** Serves the sites that are defined, or one for development if there are none. */
export function serveSites(
  config: Config,
  defined: readonly SiteDefinition[],
  readFile: (path: string) => string,
  logger: Logger,
): ServedSites {
  const [first] = defined;
  const development = first ? undefined : developmentSite(config, logger);
  const sites = createSites(development ? [development] : defined);
  return {
    sites,
    demo: demoSite(config.demo, first, development),
    reload: async () => {
      const next = await readSites(config, readFile);
      if (!next.ok) {
        logger.error({ faults: next.faults }, 'the sites cannot be read: those of before go on');
      } else if (next.sites.length > 0) {
        sites.replace(next.sites);
        logger.info({ sites: next.sites.length }, 'the sites were read again');
      }
    },
  };
}

/** A site of which nobody knows before: whoever forgets to define one has none that is open to all. */
function developmentSite(config: Config, logger: Logger): SiteDefinition {
  const sitekey = `development-${newId()}`;
  logger.warn({ sitekey }, 'DEVELOPMENT MODE: no SITEKEY or SITES_FILE, made a key pair');
  return { sitekey, secret: newKey(), hostnames: [], policy: policyOf(config) };
}

function demoSite(
  demo: Config['demo'],
  first: SiteDefinition | undefined,
  development: SiteDefinition | undefined,
): ServedSites['demo'] {
  if (demo === 'false') return undefined;
  if (development) return { sitekey: development.sitekey, secret: development.secret };
  return demo === 'true' ? { sitekey: first?.sitekey ?? '' } : undefined;
}
