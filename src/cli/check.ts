import { access, constants } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../base/folders.ts';
import { readSetup, type Setup } from '../compose/setup.ts';
import { openStore } from '../compose/stores.ts';
import type { Config } from '../config/config.ts';
import type { Context } from './context.ts';
import { FaultsError } from './faults.ts';
import { parseOptions } from './options.ts';

/**
 * Checks a configuration as a start would read it: prints every fault, or what it amounts to, and what an
 * operator should know of it. No secret is printed, nor an address with one. With `--store` it asks the store, too.
 */
export async function check(context: Context): Promise<number> {
  const { values } = parseOptions(context, { options: { store: { type: 'boolean' } } });
  const read = await readSetup(context.env, context.readFile);
  if (!read.ok) throw new FaultsError('The configuration will not do', read.faults);
  const { setup } = read;
  const faults = await logFolderFaults(setup.config);
  const store = values.store ? await askStore(setup.config) : undefined;
  if (store?.fault) faults.push(store.fault);
  if (faults.length > 0) throw new FaultsError('The configuration will not do', faults);
  context.write('The configuration is good:\n');
  const asked = store ? ', and it answers' : '';
  for (const line of summary(setup, asked)) context.write(`  ${line}\n`);
  for (const line of advice(setup)) context.write(`  NOTE ${line}\n`);
  return 0;
}

function summary({ config, sites, languages }: Setup, asked: string): string[] {
  const ladder = config.ladder.map(({ kind, level, work }) => `${kind}:${level}:${work}`).join(' ');
  return [
    `listens on    ${config.host}, port ${config.port}`,
    `store         ${config.store.kind}${asked}`,
    `secret key    ${config.secretKey ? 'set' : 'a random one, made at each start'}`,
    `sites         ${sites.length > 0 ? sites.map(({ sitekey }) => sitekey).join(', ') : 'one for development'}`,
    `ladder        ${ladder}`,
    `alternatives  ${config.alternatives.join(', ') || 'none'}`,
    `languages     ${languages.available.join(', ')}`,
    `limits        ${config.rateLimits ? `${config.rateLimitPercent} %` : 'none'}`,
    `proxies       ${config.trustedProxies.join(', ') || 'none is believed'}`,
  ];
}

/** What is allowed, and seldom meant. */
function advice({ config, sites }: Setup): string[] {
  const open = sites.filter(({ hostnames }) => hostnames.length === 0);
  return [
    ...(sites.length === 0
      ? ['no SITEKEY or SITES_FILE: whoever starts it gets a new key pair']
      : []),
    ...(config.store.kind !== 'memory' && !config.secretKey
      ? ['no SECRET_KEY: replicas that share this store must share one']
      : []),
    ...open.map(({ sitekey }) => `any host may show challenges of the site ${sitekey}`),
    ...(config.rateLimits ? [] : ['RATE_LIMITS=false: nobody is refused, however much he asks']),
    ...(isOpenToAll(config)
      ? [`no METRICS_TOKEN: whoever reaches port ${config.metricsPort} reads the metrics`]
      : []),
    ...(config.vendorTestKeys ? ['VENDOR_TEST_KEYS=true: never in production'] : []),
  ];
}

/** Whether the metrics are for more than this machine, and for everybody there. */
function isOpenToAll({ metricsPort, metricsHost, metricsToken }: Config): boolean {
  return metricsPort !== 0 && metricsToken === '' && !/^(127\.|::1$|localhost$)/.test(metricsHost);
}

/** As a start finds out, without a file. */
async function logFolderFaults({ logDir }: Config): Promise<string[]> {
  if (!logDir) return [];
  try {
    await makeFolder(logDir);
    await access(logDir, constants.W_OK);
    return [];
  } catch (error) {
    return [`LOG_DIR cannot be written to: ${(error as Error).message}`];
  }
}

/** Asks until it answers or it is late: a connection takes a moment, and nothing waits for one. */
async function askStore(config: Config): Promise<{ fault?: string }> {
  let why = '';
  const store = await openStore(config, (_state, reason = '') => {
    why = reason;
  });
  const lateMs = performance.now() + 2 * config.storeTimeoutMs;
  try {
    for (;;) {
      const error = await store.ping().catch((thrown: Error) => thrown);
      if (!error) return {};
      if (performance.now() > lateMs) {
        return { fault: `STORE_URL names a store that does not answer: ${why || error.message}` };
      }
      await sleep(50);
    }
  } finally {
    await store.close();
  }
}
