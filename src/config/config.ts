import { settings } from './settings.ts';
import type { ReadFile, Setting } from './values/setting.ts';

/** A valid configuration: every setting by its name. */
export type Config = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T>
    ? T
    : never;
};

/** A configuration, or everything that is wrong with it, a sentence a fault. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | {
      readonly ok: false;
      readonly faults: readonly string[];
      /** Defaults in place of what is wrong: to look for more faults in what the settings name. */
      readonly rest: Config;
    };

/**
 * Reads the configuration from environment variables. Variables that are unset or empty take the
 * default; a secret `NAME` may instead be given as `NAME_FILE`, the path of a file that holds it (as
 * Docker and Kubernetes mount secrets). All faults are found at once.
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): ConfigResult {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    try {
      config[name] = setting.parse(textOf(setting, env, readFile), readFile);
    } catch (error) {
      faults.push(`${setting.env} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const read = config as Config;
  if (read.shutdownGraceMs < read.shutdownDelayMs + 1000) {
    faults.push('SHUTDOWN_GRACE_MS must be at least 1000 more than SHUTDOWN_DELAY_MS');
  }
  if ((read.sitekey === '') !== (read.siteSecret === '')) {
    faults.push('SITEKEY and SITE_SECRET go together: one of them is missing');
  }
  if (read.metricsPort !== 0 && read.metricsPort === read.port) {
    faults.push('METRICS_PORT and PORT must differ');
  }
  if (read.sitekey && read.sitesFile) faults.push('SITES_FILE and SITEKEY exclude each other');
  if (faults.length === 0) return { ok: true, config: Object.freeze(read) };
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    config[name] ??= setting.parse(setting.default, readFile);
  }
  return { ok: false, faults, rest: Object.freeze(read) };
}

function textOf(
  setting: Setting<unknown>,
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): string {
  const direct = env[setting.env]?.trim();
  const path = setting.secret ? env[`${setting.env}_FILE`] : undefined;
  if (direct && path) throw new Error(`is set twice: drop it or ${setting.env}_FILE`);
  if (!path) return direct || setting.default;
  const text = readSecret(path, setting.env, readFile);
  // Not the default: a secret that is not there yet must not start a replica with a store of its own.
  if (text === '') throw new Error(`is empty in the file that ${setting.env}_FILE names`);
  return text;
}

function readSecret(path: string, env: string, readFile: ReadFile): string {
  try {
    // Editors and `echo` end a file with a newline that is no part of the secret.
    return readFile(path).trim();
  } catch {
    throw new Error(`cannot be read from the file that ${env}_FILE names`);
  }
}
