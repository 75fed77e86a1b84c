/**
 * Did somebody solve a challenge for this token? Asking spends it. Rejects when that cannot be told:
 * nobody may be let in then.
 */
export type IsPerson = (token: string) => Promise<boolean>;

// What Inkblot's tokens look like. Nothing else is worth asking about.
const TOKEN = /^[\w.-]{100,2000}$/;

/** Asks the Inkblot at `baseUrl`, from the site's server: the secret must never reach a browser. */
export function createSiteverify(baseUrl: string, secret: string, timeoutMs = 3_000): IsPerson {
  const url = new URL('v1/siteverify', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);

  return async (token) => {
    if (!isToken(token)) return false;
    // The signal covers the body too: a response that never ends counts as down.
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ secret, response: token }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`siteverify answered with status ${response.status}`);
    }
    const verdict = (await response.json()) as { success: unknown; 'error-codes'?: unknown };
    const { success, 'error-codes': codes } = verdict;
    if (typeof success !== 'boolean') throw new Error('siteverify gave no verdict');
    // Our own fault, and no verdict on the person.
    if (Array.isArray(codes) && codes.includes('invalid-input-secret')) {
      throw new Error('Inkblot does not know this SITE_SECRET');
    }
    return success;
  };
}

/** Whether a text can be a token at all. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
