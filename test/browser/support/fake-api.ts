import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createWork } from '../../../src/challenge/work/puzzles.ts';
import { renderNow } from '../../../src/media/render.ts';
import { BUILT_WIDGET } from '../../support/widget.ts';
import { noiseFilm, noisePng } from './png.ts';
import { toneWav } from './wav.ts';

/** The right answer to every challenge of the fake. */
export const ANSWER = 'KTXME7';

/** The right answer where digits are spoken. */
export const DIGITS = '402917';

/** What the fake asks for. */
export type FakeKind = 'picture' | 'motion' | 'sound' | 'work';

/** The JSON API and the scripts of the widget, made to order. */
export interface FakeApi {
  readonly origin: string;
  /** How long the next challenges can be answered. */
  challengeTtlMs: number;
  /** How long the next tokens are good. */
  tokenTtlMs: number;
  /** The next pictures. */
  picture: () => Buffer;
  /** The kind of the next challenges for which none is wished. */
  kind: FakeKind;
  /** What visitors may choose among. */
  kinds: FakeKind[];
  /** The work that comes with the next challenges; kinds of nothing else always have some. */
  work: object | null;
  /** What is spoken in. */
  spoken: string;
  /** The next films. */
  film: () => Buffer;
  /** The next recordings. */
  recording: () => Buffer;
  /** How many of the next proofs are refused. */
  badProofs: number;
  /** While set, answers requests for the API instead. */
  trouble: { status: number; code: string; retryAfterSeconds?: number } | null;
  /** Method and path of each request for the API, without ids. */
  readonly requests: string[];
  /** The body of each request that had one. */
  readonly bodies: unknown[];
  reset(): void;
  stop(): Promise<void>;
}

interface Body {
  readonly kind?: FakeKind;
  readonly answer?: string;
  readonly work?: string;
}

const SEED = new Uint8Array(32).fill(7);

/** A puzzle that is solved within half a second, and one that takes some. */
const work = createWork(async (job) => renderNow(job));
export const EASY_WORK = await work.puzzle(1, SEED);
export const HARD_WORK = await work.puzzle(3, SEED);

const DEFAULTS = {
  challengeTtlMs: 120_000,
  tokenTtlMs: 120_000,
  picture: noisePng as () => Buffer,
  kind: 'picture' as FakeKind,
  kinds: [] as FakeKind[],
  work: null as object | null,
  spoken: 'en',
  film: () => noiseFilm(),
  recording: () => toneWav(3),
  badProofs: 0,
  trouble: null as FakeApi['trouble'],
};

/** Serves the widget with a well-behaved API. */
export async function startFakeApi(): Promise<FakeApi> {
  const open = new Map<string, FakeKind>();
  let issued = 0;

  const challenge = (id: string) => {
    const kind = open.get(id) ?? 'picture';
    const path = `v1/challenges/${id}/media`;
    const work = kind === 'work' ? (api.work ?? EASY_WORK) : api.work;
    return {
      id,
      kind,
      level: 1,
      expiresAt: new Date(Date.now() + api.challengeTtlMs).toISOString(),
      expiresInMs: api.challengeTtlMs,
      alternatives: api.kinds.filter((other) => other !== kind),
      media: {
        picture: [{ type: 'image/png', path, widthPx: 240, heightPx: 80 }],
        motion: [{ type: 'image/apng', path, widthPx: 160, heightPx: 56 }],
        sound: [{ type: 'audio/wav', path, language: api.spoken }],
        work: [],
      }[kind],
      answer: {
        type: { picture: 'text', motion: 'text', sound: 'digits', work: 'none' }[kind],
        length: kind === 'work' ? 0 : 6,
      },
      ...(work && { work }),
    };
  };
  const issue = (response: ServerResponse, kind: FakeKind) => {
    issued += 1;
    open.set(`c${issued}`, kind);
    send(response, 201, challenge(`c${issued}`));
  };

  async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    api.requests.push(`${request.method} ${path.replace(/\/c\d+/, '/:id')}`);
    const text = await textOf(request);
    const body = text === '' ? null : (JSON.parse(text) as Body);
    if (body) api.bodies.push(body);
    if (api.trouble) {
      const { status, code, retryAfterSeconds } = api.trouble;
      if (retryAfterSeconds) response.setHeader('retry-after', retryAfterSeconds);
      return send(response, status, { status, code });
    }
    const [, id = '', verb = ''] = /^\/v1\/challenges\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (path === '/v1/challenges') return issue(response, body?.kind ?? api.kind);
    if (verb === 'answer') {
      const kind = open.get(id);
      const refuse = (reason: string) => send(response, 200, { solved: false, reason });
      if (!open.delete(id)) return refuse('gone');
      const { verify } = work;
      const proof = body?.work ?? '';
      const isWorked =
        (kind !== 'work' && !api.work) || verify(1, SEED, proof) || verify(3, SEED, proof);
      if (!isWorked || api.badProofs-- > 0) return refuse('work');
      const right = { picture: ANSWER, motion: ANSWER, sound: DIGITS, work: undefined };
      if (body?.answer?.trim().toUpperCase() !== right[kind ?? 'picture']) return refuse('wrong');
      const token = { token: `token-of-${id}`, expiresInMs: api.tokenTtlMs };
      return send(response, 200, { solved: true, ...token });
    }
    if (!open.has(id)) return send(response, 404, { code: 'unknown_challenge' });
    if (verb === 'extend') return send(response, 200, challenge(id));
    if (verb === 'refresh') {
      const kind = body?.kind ?? open.get(id) ?? api.kind;
      open.delete(id);
      return issue(response, kind);
    }
    const kind = open.get(id);
    if (kind === 'sound') return sendSound(request, response, api.recording());
    const bytes = kind === 'motion' ? api.film() : api.picture();
    response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type, range');
    response.setHeader('access-control-expose-headers', 'retry-after');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (path.startsWith('/v1/')) void answerApi(request, response);
    else sendFile(response, path);
  });
  const origin = await listen(server);

  const api: FakeApi = {
    origin,
    ...DEFAULTS,
    requests: [],
    bodies: [],
    reset() {
      Object.assign(api, DEFAULTS);
      api.requests.length = 0;
      api.bodies.length = 0;
    },
    async stop() {
      await close(server);
    },
  };
  return api;
}

/** A site of another origin, with one page. */
export interface Site {
  readonly origin: string;
  /** The next page, and headers such as its policy. */
  page: { html: string; headers?: Record<string, string> };
  stop(): Promise<void>;
}

/** Serves an empty site. */
export async function startSite(): Promise<Site> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', ...site.page.headers });
    response.end(site.page.html);
  });
  const origin = await listen(server);
  const site: Site = { origin, page: { html: '' }, stop: () => close(server) };
  return site;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendSound(request: IncomingMessage, response: ServerResponse, sound: Buffer): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  response.setHeader('content-type', 'audio/wav').setHeader('accept-ranges', 'bytes');
  if (from === undefined) return void response.writeHead(200).end(sound);
  const last = to ? Number(to) : sound.length - 1;
  response.setHeader('content-range', `bytes ${from}-${last}/${sound.length}`);
  response.writeHead(206).end(sound.subarray(Number(from), last + 1));
}

function sendFile(response: ServerResponse, path: string): void {
  const name = path.replace('/widget/', '').replace('inkblot.js', 'widget.js');
  const type = name.endsWith('.json') ? 'application/json' : 'text/javascript';
  try {
    const content = readFileSync(join(BUILT_WIDGET, name));
    response.writeHead(200, { 'content-type': type }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
