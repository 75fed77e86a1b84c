import type { Kind } from './contract.ts';
import type { Fault } from './fault.ts';

/** What a challenge is asked for with. */
export interface IssueRequest {
  readonly sitekey: string;
  readonly kind?: Kind;
  readonly action?: string;
  readonly cdata?: string;
  readonly scored?: boolean;
}

/** A challenge to solve. */
export interface Challenge {
  readonly id: string;
  readonly kind: Kind;
  readonly expiresInMs: number;
  readonly answerLength: number;
  readonly picture: { readonly path: string; readonly widthPx: number; readonly heightPx: number };
}

/** The right to pass. */
export interface Token {
  readonly value: string;
  readonly expiresInMs: number;
}

/** What came of a request. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault };

/** A challenge, or, with a vendor's test sitekey, the token without one. */
export type Issued = { readonly challenge: Challenge } | { readonly token: Token };

/** What the server makes of an answer. */
export type Verdict = { readonly token: Token } | { readonly refused: 'wrong' | 'gone' };

/** The JSON API. Each call ends by itself, and never throws but for an abort. */
export interface Client {
  issue(request: IssueRequest, signal: AbortSignal): Promise<Reply<Issued>>;
  refresh(id: string, signal: AbortSignal): Promise<Reply<Issued>>;
  extend(id: string, signal: AbortSignal): Promise<Reply<Issued>>;
  answer(id: string, text: string, signal: AbortSignal): Promise<Reply<Verdict>>;
  picture(challenge: Challenge, signal: AbortSignal): Promise<Reply<Blob>>;
}

const TIMEOUT_MS = 10_000;
const DEFAULT_TTL_MS = 120_000;
const SHORTEST_TTL_MS = 1_000;
const LONGEST_TTL_MS = 3_600_000;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** A client of the API below `base`. */
export function createClient(base: string, fetch: typeof globalThis.fetch): Client {
  async function ask<Value>(
    path: string,
    init: RequestInit,
    read: (response: Response) => Promise<Value | null>,
  ): Promise<Reply<Value>> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(new URL(path, base).href, {
        ...init,
        credentials: 'omit',
        referrerPolicy: 'origin',
        signal: init.signal ? either(init.signal, timeout) : timeout,
      });
      if (!response.ok) return { ok: false, fault: await faultOf(response) };
      const value = await read(response);
      return value === null ? fails('unavailable') : { ok: true, value };
    } catch (error) {
      if (init.signal?.aborted) throw error;
      return fails(error instanceof SyntaxError ? 'unavailable' : 'network');
    }
  }

  const post = <Value>(
    path: string,
    body: unknown,
    signal: AbortSignal,
    parse: (json: Json) => Value | null,
  ) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers: Record<string, string> =
      body === undefined ? {} : { 'content-type': 'application/json' };
    return ask(path, { method: 'POST', headers, signal, ...json }, async (response) =>
      parse((await response.json()) as Json),
    );
  };
  const below = (id: string, verb: string) => `v1/challenges/${encodeURIComponent(id)}/${verb}`;

  return {
    issue: (request, signal) => post('v1/challenges', request, signal, issuedOf),
    refresh: (id, signal) => post(below(id, 'refresh'), undefined, signal, issuedOf),
    extend: (id, signal) => post(below(id, 'extend'), undefined, signal, issuedOf),
    answer: (id, text, signal) => post(below(id, 'answer'), { answer: text }, signal, verdictOf),
    picture: ({ picture }, signal) => ask(picture.path, { signal }, (response) => response.blob()),
  };
}

type Json = Readonly<Record<string, unknown>> | null;

function fails(code: Fault['code']): { ok: false; fault: Fault } {
  return { ok: false, fault: { code } };
}

const CODES: Readonly<Record<string, Fault['code']>> = {
  bad_request: 'bad-request',
  unknown_sitekey: 'sitekey',
  hostname_not_allowed: 'hostname',
  unknown_challenge: 'gone',
  rate_limited: 'rate-limited',
};

const STATUSES: Readonly<Record<number, Fault['code']>> = {
  400: 'bad-request',
  403: 'hostname',
  404: 'gone',
  410: 'gone',
  413: 'bad-request',
  429: 'rate-limited',
};

async function faultOf(response: Response): Promise<Fault> {
  const problem = (await response.json().catch(() => null)) as Json;
  const code = CODES[String(problem?.['code'])] ?? STATUSES[response.status] ?? 'unavailable';
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (!(seconds >= 0)) return { code };
  return { code, retryAfterMs: Math.min(seconds * 1_000, LONGEST_RETRY_AFTER_MS) };
}

function ttlOf(json: Json): number {
  const ttlMs = json?.['expiresInMs'];
  const plausible =
    typeof ttlMs === 'number' && ttlMs >= SHORTEST_TTL_MS && ttlMs <= LONGEST_TTL_MS;
  return plausible ? ttlMs : DEFAULT_TTL_MS;
}

function tokenOf(json: Json): { token: Token } | null {
  const value = json?.['token'];
  if (json?.['solved'] !== true || typeof value !== 'string' || value === '') return null;
  return { token: { value, expiresInMs: ttlOf(json) } };
}

function issuedOf(json: Json): Issued | null {
  const id = json?.['id'];
  const kind = json?.['kind'];
  const [medium] = (json?.['media'] ?? []) as readonly Json[];
  const { path, widthPx, heightPx } = medium ?? {};
  if (typeof id !== 'string' || kind !== 'picture' || typeof path !== 'string')
    return tokenOf(json);
  if (typeof widthPx !== 'number' || typeof heightPx !== 'number') return null;
  const answerLength = Number((json?.['answer'] as Json)?.['length']);
  const picture = { path, widthPx, heightPx };
  return { challenge: { id, kind, expiresInMs: ttlOf(json), answerLength, picture } };
}

function verdictOf(json: Json): Verdict | null {
  if (json?.['solved'] !== false) return tokenOf(json);
  return { refused: json['reason'] === 'gone' ? 'gone' : 'wrong' };
}

// AbortSignal.any is younger than the browsers that are served.
function either(first: AbortSignal, second: AbortSignal): AbortSignal {
  const controller = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}
