/** What the visitor looks at, and the uuid under which Inkblot keeps its answer. */
export interface Picture {
  uuid: string;
  png: Buffer;
}

/** The two questions a site asks Inkblot. Both reject with {@link CaptchaUnavailable} on any fault. */
export interface Captcha {
  /** Draw a new picture. */
  picture(): Promise<Picture>;
  /** Did somebody read the picture rightly? Asking spends it, whatever the answer. */
  check(uuid: string, guess: string): Promise<boolean>;
}

/** Inkblot is down, too slow, or said something it should not: nobody may be let in on that. */
export class CaptchaUnavailable extends Error {
  override name = 'CaptchaUnavailable';
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
// `fetch` resolves these in a path even when percent-encoded, so they would ask for another page.
const DOT_SEGMENT = /^\.{0,2}$/;

/** A client of the Inkblot at `baseUrl`, for use by the site's backend. */
export function createCaptcha(baseUrl: string, timeoutMs = 3_000): Captcha {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;

  async function get<T>(path: string, read: (response: Response) => Promise<T>): Promise<T> {
    try {
      // The signal covers the body too: a response that never ends counts as down.
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(new URL(path, base), { redirect: 'error', signal });
      if (response.status === 200) return await read(response);
      await response.body?.cancel();
      throw new Error(`unexpected status ${response.status}`);
    } catch (cause) {
      throw new CaptchaUnavailable('the captcha service gave no usable answer', { cause });
    }
  }

  return {
    picture() {
      return get('', async (response) => {
        const uuid = response.headers.get('captcha_uuid') ?? '';
        if (!UUID.test(uuid)) throw new Error('no captcha_uuid in the response');
        if (response.headers.get('content-type') !== 'image/png') throw new Error('not a PNG');
        return { uuid, png: Buffer.from(await response.arrayBuffer()) };
      });
    },

    async check(uuid, guess) {
      // Both come from a stranger's form. Only a real uuid and one whole segment go into the URL.
      if (!UUID.test(uuid) || DOT_SEGMENT.test(guess)) return false;
      return get(`${uuid}/${encodeURIComponent(guess.toWellFormed())}`, async (response) => {
        const { validation } = (await response.json()) as { validation: unknown };
        if (typeof validation !== 'boolean') throw new Error('validation is not a boolean');
        return validation;
      });
    },
  };
}
