import type { Kind } from '../contract.ts';
import type { Puzzle } from '../work/search.ts';
import type { Fault } from './fault.ts';

/** What a challenge is asked for with. */
export interface IssueRequest {
  readonly sitekey: string;
  readonly kind?: Kind | undefined;
  /** In which digits are to be spoken. */
  readonly language?: string | undefined;
  readonly action?: string | undefined;
  readonly cdata?: string | undefined;
  readonly scored?: boolean | undefined;
}

/** A challenge to solve. */
export interface Challenge {
  readonly id: string;
  readonly kind: Kind;
  readonly expiresInMs: number;
  /** Of as many characters as an answer has, whatever they are. */
  readonly answerLength: number;
  /** What is to be seen or heard; a proof of work alone has nothing. */
  readonly media: Media | null;
  /** What the browser computes while the person types, as the solver of the service knows it. */
  readonly work: Puzzle | null;
  /** The other kinds this visitor may have. */
  readonly alternatives: readonly Kind[];
}

/** Where a picture or a sound is. */
export interface Media {
  readonly path: string;
  /** What is spoken, which need not be what was asked for. */
  readonly language?: string;
}

/** Which other challenge is wanted. */
export type Wish = Pick<IssueRequest, 'kind' | 'language'>;

/** What an answer consists of: a proof of work has no text. */
export interface Answer {
  readonly answer: string | undefined;
  readonly work: string | undefined;
  readonly honeypot: string | undefined;
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
export type Verdict = { readonly token: Token } | { readonly refused: Refusal };

/** Why an answer was not taken: `work` is a proof that is missing or false. */
export type Refusal = 'wrong' | 'gone' | 'work';

/** The JSON API. Each call ends by itself, and never throws but for an abort. */
export interface Client {
  issue(request: IssueRequest, signal: AbortSignal): Promise<Reply<Issued>>;
  refresh(id: string, wish: Wish, signal: AbortSignal): Promise<Reply<Issued>>;
  extend(id: string, signal: AbortSignal): Promise<Reply<Issued>>;
  answer(id: string, answer: Answer, signal: AbortSignal): Promise<Reply<Verdict>>;
  media(path: string, signal: AbortSignal): Promise<Reply<Blob>>;
}

const KINDS: readonly Kind[] = ['picture', 'sound', 'motion', 'work'];
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
    refresh: (id, wish, signal) => post(below(id, 'refresh'), wish, signal, issuedOf),
    extend: (id, signal) => post(below(id, 'extend'), undefined, signal, issuedOf),
    answer: (id, answer, signal) => post(below(id, 'answer'), answer, signal, verdictOf),
    media: (path, signal) => ask(path, { signal }, (response) => response.blob()),
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
  kind_not_offered: 'bad-request',
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
  const [kind] = kindsOf([json?.['kind']]);
  if (typeof id !== 'string' || !kind) return tokenOf(json);
  const [media = null] = (json?.['media'] ?? []) as readonly Media[];
  const work = (json?.['work'] ?? null) as Puzzle | null;
  if (kind === 'work' ? !work : typeof media?.path !== 'string') return null;
  return {
    challenge: {
      id,
      kind,
      expiresInMs: ttlOf(json),
      answerLength: Number((json?.['answer'] as Json)?.['length']),
      media,
      work,
      alternatives: kindsOf(json?.['alternatives']),
    },
  };
}

function verdictOf(json: Json): Verdict | null {
  if (json?.['solved'] !== false) return tokenOf(json);
  const reason = json['reason'];
  return { refused: reason === 'gone' || reason === 'work' ? reason : 'wrong' };
}

// A newer service may have kinds that these scripts cannot show.
function kindsOf(names: unknown): Kind[] {
  return KINDS.filter((kind) => (names as readonly unknown[] | undefined)?.includes(kind));
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
