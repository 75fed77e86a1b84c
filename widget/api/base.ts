const SCRIPT_PATH =
  /\/(?:recaptcha\/(?:api|enterprise)\.js|1\/(?:secure-)?api\.js|turnstile\/v0\/api\.js|widget\/[\w-]+\.js|api\.js)$/;

/** The API base that belongs to the URL of one of our scripts. */
export function baseOf(scriptUrl: string): string {
  const url = new URL(scriptUrl);
  const folder = url.pathname.replace(SCRIPT_PATH, '/');
  return new URL(folder, url.origin).href;
}

/** An API base as an author writes it, made absolute and ending in a slash; `null` if it is none. */
export function normaliseBase(api: string, pageUrl: string): string | null {
  try {
    const { origin, pathname } = new URL(api, pageUrl);
    return origin + pathname.replace(/\/*$/, '/');
  } catch {
    return null;
  }
}
