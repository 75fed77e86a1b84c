import { settings } from './settings.ts';
import type { Setting } from './values.ts';

/** A valid configuration: every setting by its name. */
export type Config = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T>
    ? T
    : never;
};

/** A configuration, or everything that is wrong with it, a sentence a fault. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads the configuration from environment variables. Variables that are unset or empty take the
 * default; a secret `NAME` may instead be given as `NAME_FILE`, the path of a file that holds it (as
 * Docker and Kubernetes mount secrets). All faults are found at once.
 *
 * @param readFile returns a file's text or throws; a parameter so that this stays free of I/O
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ConfigResult {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    try {
      config[name] = setting.parse(textOf(setting, env, readFile));
    } catch (error) {
      faults.push(`${setting.env} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, config: Object.freeze(config) as Config };
}

function textOf(
  setting: Setting<unknown>,
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): string {
  const direct = env[setting.env]?.trim();
  const path = setting.secret ? env[`${setting.env}_FILE`] : undefined;
  if (direct && path) throw new Error(`is set twice: drop it or ${setting.env}_FILE`);
  if (!path) return direct || setting.default;
  try {
    // Editors and `echo` end a file with a newline that is no part of the secret.
    return readFile(path).trim() || setting.default;
  } catch {
    throw new Error(`cannot be read from the file that ${setting.env}_FILE names`);
  }
}
