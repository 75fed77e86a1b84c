import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../../widget/build.ts';
import { noisePng } from './png.ts';

/** The right answer to every challenge of the fake. */
export const ANSWER = 'KTXME7';

/** The JSON API and the scripts of the widget, made to order. */
export interface FakeApi {
  readonly origin: string;
  /** How long the next challenges can be answered. */
  challengeTtlMs: number;
  /** How long the next tokens are good. */
  tokenTtlMs: number;
  /** The next pictures. */
  picture: () => Buffer;
  /** While set, answers requests for the API instead. */
  trouble: { status: number; code: string; retryAfterSeconds?: number } | null;
  /** Method and path of each request for the API, without ids. */
  readonly requests: string[];
  /** The body of each request that had one. */
  readonly bodies: unknown[];
  reset(): void;
  stop(): Promise<void>;
}

/** Builds the widget and serves it with a well-behaved API. */
export async function startFakeApi(): Promise<FakeApi> {
  const scripts = mkdtempSync(join(tmpdir(), 'inkblot-widget-'));
  await build(scripts);
  const open = new Set<string>();
  let issued = 0;

  const challenge = (id: string) => ({
    id,
    kind: 'picture',
    expiresAt: new Date(Date.now() + api.challengeTtlMs).toISOString(),
    expiresInMs: api.challengeTtlMs,
    media: [{ type: 'image/png', path: `v1/challenges/${id}/media`, widthPx: 240, heightPx: 80 }],
    answer: { length: 6 },
  });
  const issue = (response: ServerResponse) => {
    issued += 1;
    open.add(`c${issued}`);
    send(response, 201, challenge(`c${issued}`));
  };

  async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    api.requests.push(`${request.method} ${path.replace(/\/c\d+/, '/:id')}`);
    const text = await textOf(request);
    const body = text === '' ? null : (JSON.parse(text) as { answer?: string });
    if (body) api.bodies.push(body);
    if (api.trouble) {
      const { status, code, retryAfterSeconds } = api.trouble;
      if (retryAfterSeconds) response.setHeader('retry-after', retryAfterSeconds);
      return send(response, status, { status, code });
    }
    const [, id = '', verb = ''] = /^\/v1\/challenges\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (path === '/v1/challenges') return issue(response);
    if (verb === 'answer') {
      if (!open.delete(id)) return send(response, 200, { solved: false, reason: 'gone' });
      if (body?.answer?.trim().toUpperCase() !== ANSWER) {
        return send(response, 200, { solved: false, reason: 'wrong' });
      }
      const token = { token: `token-of-${id}`, expiresInMs: api.tokenTtlMs };
      return send(response, 200, { solved: true, ...token });
    }
    if (!open.has(id)) return send(response, 404, { code: 'unknown_challenge' });
    if (verb === 'extend') return send(response, 200, challenge(id));
    if (verb === 'refresh') {
      open.delete(id);
      return issue(response);
    }
    response.writeHead(200, { 'content-type': 'image/png' }).end(api.picture());
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    response.setHeader('access-control-expose-headers', 'retry-after');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (path.startsWith('/v1/')) void answerApi(request, response);
    else sendFile(response, scripts, path);
  });
  const origin = await listen(server);

  const api: FakeApi = {
    origin,
    challengeTtlMs: 120_000,
    tokenTtlMs: 120_000,
    picture: noisePng,
    trouble: null,
    requests: [],
    bodies: [],
    reset() {
      Object.assign(api, { challengeTtlMs: 120_000, tokenTtlMs: 120_000, trouble: null });
      api.requests.length = 0;
      api.bodies.length = 0;
    },
    async stop() {
      await close(server);
      rmSync(scripts, { recursive: true });
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

function sendFile(response: ServerResponse, scripts: string, path: string): void {
  const name = path.replace('/widget/', '').replace('inkblot.js', 'widget.js');
  const type = name.endsWith('.json') ? 'application/json' : 'text/javascript';
  try {
    const content = readFileSync(join(scripts, name));
    response.writeHead(200, { 'content-type': type }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
