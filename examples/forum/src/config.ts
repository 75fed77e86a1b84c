/** What the forum is told by its environment. */
export interface Config {
  port: number;
  host: string;
  /** Where this server reaches Inkblot. */
  captchaUrl: string;
  /** Where browsers reach it. */
  captchaPublicUrl: string;
  /** The key pair of the forum, as Inkblot knows it; without one, there is the classic form alone. */
  keys: { sitekey: string; secret: string } | null;
}

/** Thrown with every fault at once, so that nobody mends them one start at a time. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Read the configuration, or throw a {@link ConfigError} which says what to change. */
export function parseConfig(
  env: Record<string, string | undefined>,
  readFile: (path: string) => string,
): Config {
  // An empty value counts as none: compose files pass those on for what is not set.
  const { PORT, HOST, CAPTCHA_URL, CAPTCHA_PUBLIC_URL, SITEKEY } = env;
  const faults: string[] = [];

  const port = PORT || '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    faults.push(`PORT must be a whole number from 0 to 65535, but is "${port}"`);
  }

  const captchaUrl = CAPTCHA_URL || 'http://localhost:8080';
  const captchaPublicUrl = CAPTCHA_PUBLIC_URL || captchaUrl;
  faults.push(...urlFaults('CAPTCHA_URL', captchaUrl));
  if (CAPTCHA_PUBLIC_URL) faults.push(...urlFaults('CAPTCHA_PUBLIC_URL', captchaPublicUrl));

  const secret = readSecret(env, readFile, faults);
  if (Boolean(SITEKEY) !== Boolean(secret)) {
    faults.push('SITEKEY and SITE_SECRET go together: one of them is missing');
  }

  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return {
    port: Number(port),
    host: HOST || '0.0.0.0',
    captchaUrl,
    captchaPublicUrl,
    keys: SITEKEY && secret ? { sitekey: SITEKEY, secret } : null,
  };
}

function urlFaults(name: string, value: string): string[] {
  const url = URL.parse(value);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return [`${name} must be an http:// or https:// URL, but is "${value}"`];
  }
  if (url.search || url.hash) return [`${name} must not have a query or a fragment`];
  if (url.username || url.password) {
    return [`${name} must not hold a user name or password: fetch refuses such URLs`];
  }
  return [];
}

/** The secret itself, or what is in a file, which is how containers are given secrets. */
function readSecret(
  { SITE_SECRET, SITE_SECRET_FILE }: Record<string, string | undefined>,
  readFile: (path: string) => string,
  faults: string[],
): string | undefined {
  if (SITE_SECRET || !SITE_SECRET_FILE) return SITE_SECRET;
  try {
    return readFile(SITE_SECRET_FILE).trim();
  } catch {
    faults.push('SITE_SECRET_FILE names a file that cannot be read');
    return undefined;
  }
}
