import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What came of a request: an answer, or why there was none. */
export interface Reply {
  readonly atMs: number;
  readonly ms: number;
  readonly route: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** The code of an error: ours, or that of the connection. */
  readonly code: string;
  readonly retryAfter: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A request to one of the routes. With a body it is a POST of JSON. */
export interface Question {
  readonly route: string;
  readonly path: string;
  readonly body?: object;
  /** Whoever asks. */
  readonly from: string;
}

/** A request that has no answer by then hangs. */
export const HANGS_AFTER_MS = 15_000;

/** Clients behind one proxy that keeps connections. */
export interface Asking {
  ask(origin: string, question: Question): Promise<Reply>;
  close(): void;
}

export function createAsking(): Asking {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  return {
    ask: (origin, question) => ask(agent, origin, question),
    close: () => agent.destroy(),
  };
}

async function ask(
  agent: Agent,
  origin: string,
  { route, path, body, from }: Question,
): Promise<Reply> {
  const startMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<Partial<Reply>>();
  const fail = (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message });
  const sent = request(`${origin}${path}`, {
    agent,
    method: body ? 'POST' : 'GET',
    headers: { 'x-forwarded-for': from, ...(body && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(HANGS_AFTER_MS),
  });
  sent.on('error', fail).on('response', (response) => {
    const { statusCode: status = 0, headers } = response;
    buffer(response).then((read) => {
      const code = status < 400 ? '' : codeOf(read);
      resolve({ status, headers, body: read, code, retryAfter: headers['retry-after'] });
    }, fail);
  });
  sent.end(body && JSON.stringify(body));
  const got = await promise;
  const none = { status: 0, code: '', retryAfter: undefined, headers: {}, body: Buffer.alloc(0) };
  return { ...none, ...got, route, atMs: startMs, ms: performance.now() - startMs };
}

function codeOf(body: Buffer): string {
  const { error, code } = json<{ error?: string; code?: string }>(body);
  return error ?? code ?? '';
}

/** What a body says; nothing for what is no JSON. */
export function json<T extends object>(body: Buffer): Partial<T> {
  try {
    return JSON.parse(body.toString()) as T;
  } catch {
    return {};
  }
}
