/** What the forum is told by its environment. */
export interface Config {
  port: number;
  host: string;
  captchaUrl: string;
}

/** Thrown with every fault at once, so that nobody mends them one start at a time. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Read the configuration, or throw a {@link ConfigError} which says what to change. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  // An empty value counts as none: compose files pass those on for what is not set.
  const { PORT, HOST, CAPTCHA_URL } = env;
  const faults: string[] = [];

  const port = PORT || '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    faults.push(`PORT must be a whole number from 0 to 65535, but is "${port}"`);
  }

  const captchaUrl = CAPTCHA_URL || 'http://localhost:8080';
  const url = URL.parse(captchaUrl);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    faults.push(`CAPTCHA_URL must be an http:// or https:// URL, but is "${captchaUrl}"`);
  } else if (url.search || url.hash) {
    faults.push('CAPTCHA_URL must not have a query or a fragment');
  } else if (url.username || url.password) {
    faults.push('CAPTCHA_URL must not hold a user name or password: fetch refuses such URLs');
  }

  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return { port: Number(port), host: HOST || '0.0.0.0', captchaUrl };
}
