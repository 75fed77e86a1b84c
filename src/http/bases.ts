/**
 * Addresses that clients build themselves, below a base that an operator sets: Gitea asks
 * `<base>/api/siteverify`, django-recaptcha `https://<host>/recaptcha/api/siteverify`. Each is served
 * below any path, so that whatever an operator writes as the base is right.
 */
const SERVED_BELOW_ANY_BASE: readonly (readonly [end: RegExp, path: string])[] = [
  [/\/v1\/(challenges(\/.+)?|siteverify)$/, ''],
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

/** The address of a request without the base that it may stand below. */
export function withoutBase(url: string): string {
  const [path = ''] = url.split('?', 1);
  if (path.length > MOST_PATH || CLASSIC_CHECK.test(path)) return url;
  for (const [end, before] of SERVED_BELOW_ANY_BASE) {
    const found = end.exec(path);
    if (found) return `${before}${found[0]}${url.slice(path.length)}`;
  }
  return url;
}

/** No base is longer; what is, is not looked at more closely. */
const MOST_PATH = 500;
