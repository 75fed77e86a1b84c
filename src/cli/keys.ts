import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { newKey } from '../base/secrets.ts';
import { HOSTNAME } from '../config/values/addresses.ts';
import { SITEKEY } from '../config/values/secrets.ts';
import type { Context } from './context.ts';
import { FaultsError } from './faults.ts';
import { parseOptions } from './options.ts';

/**
 * Prints a key pair for a site and a `SECRET_KEY`, as lines of an environment file; with `--yaml` the pair as
 * an entry of `SITES_FILE`. All is from the CSPRNG, and kept nowhere: what is not copied is gone.
 */
export async function keys(context: Context): Promise<number> {
  const { values } = parseOptions(context, {
    options: {
      sitekey: { type: 'string' },
      hostname: { type: 'string', multiple: true },
      yaml: { type: 'boolean' },
    },
  });
  const sitekey = values.sitekey ?? `site-${randomBytes(8).toString('hex')}`;
  const hostnames = values.hostname ?? [];
  const faults = [
    ...(SITEKEY.test(sitekey) ? [] : ['--sitekey must be 4 to 100 letters, digits, `_` and `-`']),
    ...hostnames
      .filter((name) => !HOSTNAME.test(name))
      .map((name) => `--hostname must be a host such as forum.example, not "${name}"`),
  ];
  if (faults.length > 0) throw new FaultsError('Not understood', faults);
  const secret = newKey();
  if (values.yaml) {
    const site = { sitekey, secret, ...(hostnames.length > 0 && { hostnames }) };
    context.write(stringify({ sites: [site] }));
  } else {
    context.write(`SECRET_KEY=${newKey()}\nSITEKEY=${sitekey}\nSITE_SECRET=${secret}\n`);
    if (hostnames.length > 0) context.write(`SITE_HOSTNAMES=${hostnames.join(',')}\n`);
  }
  return 0;
}
