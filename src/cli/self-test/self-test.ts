import { readEnv } from '../../compose/setup.ts';
import type { Context } from '../context.ts';
import { FaultsError } from '../faults.ts';
import { parseOptions } from '../options.ts';
import { CHECKS, type Keys, Skipped } from './checks.ts';
import { createClient, UnreachableError } from './client.ts';

/**
 * Asks a running service for what every client asks, one thing after another, and prints a line for each.
 * Some 30 requests: no budget comes near its end. The exit code is 1 if anything fails. With `--sitekey`
 * challenges are opened, and with the secret, from `SITE_SECRET` or `SITE_SECRET_FILE`, in the environment or
 * in `.env`, work is solved.
 */
export async function selfTest(context: Context): Promise<number> {
  const { values, positionals } = parseOptions(context, {
    allowPositionals: true,
    options: { sitekey: { type: 'string' }, page: { type: 'string' } },
  });
  const [origin, ...others] = positionals;
  if (!origin || others.length > 0 || !URL.canParse(origin)) {
    throw new FaultsError('Not understood', ['One address is wanted, as http://localhost:8080']);
  }
  const read = readEnv(context.env, context.readFile);
  if (!read.ok) throw new FaultsError('Not understood', [read.fault]);
  const keys: Keys = {
    sitekey: values.sitekey ?? (read.env['SITEKEY'] || undefined),
    secret: readSecret(read.env, context.readFile),
  };
  const client = createClient(origin, values.page);
  let failed = 0;
  for (const { name, run } of CHECKS) {
    try {
      const seen = await run(client, keys);
      if (seen instanceof Skipped) print(context, 'left out', name, seen.why);
      else print(context, 'ok', name, seen);
    } catch (error) {
      failed++;
      print(context, 'FAILED', name, (error as Error).message);
      if (error instanceof UnreachableError) break;
    }
  }
  context.write(
    failed === 0 ? 'The service works.\n' : 'The service does not work as it should.\n',
  );
  return failed === 0 ? 0 : 1;
}

function print(context: Context, verdict: string, name: string, text: string): void {
  context.write(`${verdict.padEnd(9)}${name.padEnd(17)}${text}\n`);
}

/** Not an argument: everybody on a machine sees those. */
function readSecret(env: Context['env'], readFile: Context['readFile']): string | undefined {
  const path = env['SITE_SECRET_FILE'];
  if (!path) return env['SITE_SECRET'] || undefined;
  try {
    return readFile(path).trim();
  } catch {
    throw new FaultsError('Not understood', ['SITE_SECRET_FILE names a file that cannot be read']);
  }
}
