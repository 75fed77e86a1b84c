/** The longest an answer may take. */
const TIMEOUT_MS = 10_000;

/** An answer of the service, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Undefined if it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** Asks one service. */
export interface Client {
  get(path: string): Promise<Answer>;
  /** Posts JSON; an object of texts as a form with `form`. */
  post(path: string, body: object, as?: 'json' | 'form'): Promise<Answer>;
}

/** The service refuses for now, or cannot be asked at all: no further question makes sense. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/**
 * Creates a client of the service at `origin`, which may have a path. Asks one thing at a time, and rejects
 * with an UnreachableError when there is no answer, or one that says to ask later (429). `page` is sent as the
 * origin of the page that asks.
 */
export function createClient(origin: string, page: string | undefined): Client {
  const base = `${origin.replace(/\/+$/, '')}/`;

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (page) headers.set('origin', page);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    let bytes: Buffer;
    try {
      response = await fetch(new URL(path.replace(/^\//, ''), base), {
        ...init,
        headers,
        signal,
        redirect: 'manual',
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message || String(cause) : message;
      throw new UnreachableError(`no answer from ${base}: ${why}`);
    }
    if (response.status === 429) {
      const seconds = response.headers.get('retry-after');
      throw new UnreachableError(`the limits of the service are reached: again in ${seconds} s`);
    }
    return { status: response.status, headers: response.headers, bytes, json: parse(bytes) };
  }

  return {
    get: (path) => ask(path),
    post: (path, body, as = 'json') => {
      if (as === 'form') {
        const fields = new URLSearchParams(body as Record<string, string>);
        return ask(path, { method: 'POST', body: fields });
      }
      const headers = { 'content-type': 'application/json' };
      return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    },
  };
}

function parse(bytes: Buffer): Answer['json'] {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
