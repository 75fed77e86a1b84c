/**
 * Addresses that clients build themselves, below a base that an operator sets: Gitea asks
 * `<base>/api/siteverify`, django-recaptcha `https://<host>/recaptcha/api/siteverify`. Each is served
 * below any path, so that whatever an operator writes as the base is right.
 */
const SERVED_BELOW_ANY_BASE: readonly (readonly [end: RegExp, before: string])[] = [
  [/\/v1\/(challenges(\/.+)?|siteverify|no-script(\.css)?)$/, ''],
  [/\/recaptcha\/(api\.js|enterprise\.js|api\/fallback|api\/siteverify)$/, ''],
  [/\/turnstile\/v0\/(api\.js|siteverify)$/, ''],
  [/\/1\/(api\.js|secure-api\.js)$/, ''],
  [/\/widget\/[a-z0-9/.-]+$/, ''],
  [/\/api\/v1\/pow\/siteverify$/, ''],
  [/\/checksiteconfig$/, ''],
  [/\/api\/siteverify$/, '/recaptcha'],
  [/\/(api|enterprise)\.js$/, '/recaptcha'],
  [/\/api\/fallback$/, '/recaptcha'],
  [/\/siteverify$/, ''],
];

/** `/{uuid}/{guess}`: any guess, `siteverify` too, is a guess. */
const CLASSIC_CHECK = /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[^/]*$/i;

/** No base is longer; what is, is not looked at more closely. */
const MOST_PATH = 500;

/** The address of a request without the base that it may stand below. */
export function withoutBase(url: string): string {
  const found = findEnd(url);
  if (!found) return url;
  const query = url.slice(url.indexOf(found.end) + found.end.length);
  // The Ruby gem appends this to the address of the script, whatever its query.
  const fallback = /\/fallback\?(k=.*)$/.exec(query)?.[1];
  if (fallback && found.end.endsWith('.js')) return `/recaptcha/api/fallback?${fallback}`;
  return `${found.before}${found.end}${query}`;
}

/** The way from a page at this address to the base that it stands below: `./`, `../`, `../../` … */
export function wayToBase(url: string): string {
  const end = findEnd(url)?.end ?? pathOf(url);
  return '../'.repeat(end.split('/').length - 2) || './';
}

function findEnd(url: string): { readonly before: string; readonly end: string } | undefined {
  const path = pathOf(url);
  if (path.length > MOST_PATH || CLASSIC_CHECK.test(decoded(path))) return undefined;
  for (const [pattern, before] of SERVED_BELOW_ANY_BASE) {
    const end = pattern.exec(path)?.[0];
    if (end !== undefined) return { before, end };
  }
  return undefined;
}

/** Without the query, and without the scheme and the host that a proxy's request begins with. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
