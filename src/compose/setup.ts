import { parseEnv } from 'node:util';
import type { SiteDefinition } from '../challenge/sites.ts';
import { type Config, parseConfig } from '../config/config.ts';
import { readSites } from '../config/sites.ts';
import { findLanguages, type Languages } from '../media/sound/languages.ts';

/** All that is read before the service starts. */
export interface Setup {
  readonly config: Config;
  /** Of SITEKEY or SITES_FILE; none in development mode. */
  readonly sites: readonly SiteDefinition[];
  readonly languages: Languages;
}

/** What is set up, or everything that is wrong with it, a sentence a fault. No fault repeats a secret. */
export type SetupResult =
  | { readonly ok: true; readonly setup: Setup }
  | { readonly ok: false; readonly faults: readonly string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** The environment, and below it what `.env` in the working folder says; or why that cannot be read. */
export function readEnv(
  env: Env,
  readFile: (path: string) => string,
): { readonly ok: true; readonly env: Env } | { readonly ok: false; readonly fault: string } {
  try {
    return { ok: true, env: { ...parseEnv(readFile('.env')), ...env } };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { ok: true, env };
    return { ok: false, fault: `.env cannot be read: ${message}` };
  }
}

/**
 * Reads the settings, from the environment and from `.env` in the working folder, over which the
 * environment wins, and the files that they name.
 */
export async function readSetup(
  env: Env,
  readFile: (path: string) => string,
): Promise<SetupResult> {
  const read = readEnv(env, readFile);
  if (!read.ok) return { ok: false, faults: [read.fault] };
  const parsed = parseConfig(read.env, readFile);
  const config = parsed.ok ? parsed.config : parsed.rest;
  const sites = await readSites(config, readFile);
  const languages = readLanguages(config.voicesDir);
  if (!parsed.ok || !sites.ok || !languages.ok) {
    const faults = [
      ...(parsed.ok ? [] : parsed.faults),
      ...(sites.ok ? [] : sites.faults),
      ...(languages.ok ? [] : [languages.fault]),
    ];
    return { ok: false, faults };
  }
  return { ok: true, setup: { config, sites: sites.sites, languages: languages.languages } };
}

function readLanguages(
  voicesDir: string,
): { ok: true; languages: Languages } | { ok: false; fault: string } {
  try {
    return { ok: true, languages: findLanguages(voicesDir || undefined) };
  } catch (error) {
    return { ok: false, fault: `VOICES_DIR: ${(error as Error).message}` };
  }
}
