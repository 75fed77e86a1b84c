import type { SitePolicy } from '../challenge/sites.ts';
import type { Config } from './config.ts';
import type { SitesResult } from './sites-file.ts';
import type { ReadFile } from './values/setting.ts';

/**
 * The sites that the settings define: one inline, those of a file, or none. Reads the file anew each
 * time, so that it can change.
 */
export async function readSites(config: Config, readFile: ReadFile): Promise<SitesResult> {
  if (config.sitekey) {
    const { sitekey, siteSecret: secret, siteHostnames: hostnames } = config;
    return {
      ok: true,
      sites: [{ sitekey, secret, hostnames, policy: policyOf(config) }],
    };
  }
  if (!config.sitesFile) return { ok: true, sites: [] };
  let text: string;
  try {
    text = readFile(config.sitesFile);
  } catch {
    return { ok: false, faults: ['SITES_FILE names a file that cannot be read'] };
  }
  // Loaded only where it is used: a tenth of the time to start.
  const { parseSites } = await import('./sites-file.ts');
  const result = parseSites(text, policyOf(config));
  return result.ok
    ? result
    : { ok: false, faults: result.faults.map((fault) => `SITES_FILE: ${fault}`) };
}

/** What sites ask that have no policy of their own. */
export function policyOf({ ladder, alternatives }: Config): SitePolicy {
  return { ladder, alternatives };
}
