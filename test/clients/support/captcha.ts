import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { noisePng } from '../../browser/support/png.ts';
import { BUILT_WIDGET } from '../../support/widget.ts';

/** A service as these tests need it: a real one can stand behind the same interface. */
export interface Captcha {
  readonly origin: string;
  /** What a person reads in the picture of a challenge. */
  answerTo(challengeId: string): Promise<string>;
  /** The API's requests since the last call of {@link Captcha.reset}. */
  readonly requests: readonly string[];
  /** While set, every challenge is refused with this status. */
  refusal: number | null;
  /** How long challenges and tokens live. */
  challengeTtlMs: number;
  tokenTtlMs: number;
  reset(): void;
  stop(): Promise<void>;
}

const SCRIPTS = {
  '/recaptcha/api.js': 'recaptcha',
  '/recaptcha/enterprise.js': 'recaptcha',
  '/1/api.js': 'hcaptcha',
  '/turnstile/v0/api.js': 'turnstile',
} as const;

const ANSWER = 'KTXME7';
const TTL_MS = 120_000;

/** Starts a service that knows the answer: a fake of the JSON API around our real scripts. */
export async function startCaptcha(): Promise<Captcha> {
  const requests: string[] = [];
  const captcha = {
    origin: '',
    requests,
    refusal: null as number | null,
    challengeTtlMs: TTL_MS,
    tokenTtlMs: TTL_MS,
    answerTo: async () => ANSWER,
    reset: () => {
      requests.length = 0;
      Object.assign(captcha, { refusal: null, challengeTtlMs: TTL_MS, tokenTtlMs: TTL_MS });
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://captcha');
    response.setHeader('access-control-allow-origin', '*');
    const entry = SCRIPTS[pathname as keyof typeof SCRIPTS];
    if (entry) {
      const script = readFileSync(join(BUILT_WIDGET, `${entry}.js`));
      response.setHeader('content-type', 'text/javascript').end(script);
      return;
    }
    if (/^\/widget\/(?:strings|lazy)\//.test(pathname)) {
      const type = pathname.endsWith('.js') ? 'text/javascript' : 'application/json';
      const file = readFileSync(join(BUILT_WIDGET, pathname.slice('/widget/'.length)));
      response.setHeader('content-type', type).end(file);
      return;
    }
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-headers', 'content-type').writeHead(204).end();
      return;
    }
    requests.push(`${request.method} ${pathname.replace(/[\da-f-]{36}/, ':id')}`);
    answerApi(captcha, pathname, request, response).catch((error) => response.destroy(error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  captcha.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return captcha;
}

type Times = Pick<Captcha, 'refusal' | 'challengeTtlMs' | 'tokenTtlMs'>;

async function answerApi(
  times: Times,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const lasting = (ms: number) => ({
    expiresAt: new Date(Date.now() + ms).toISOString(),
    expiresInMs: ms,
  });
  if (path.endsWith('/media')) {
    response.setHeader('content-type', 'image/png').end(noisePng());
  } else if (path.endsWith('/answer')) {
    const { answer } = JSON.parse(await bodyOf(request));
    const solved = answer === ANSWER;
    const token = `token.${randomUUID()}`.padEnd(120, '0');
    send(
      200,
      solved ? { solved, token, ...lasting(times.tokenTtlMs) } : { solved, reason: 'wrong' },
    );
  } else if (times.refusal) {
    send(times.refusal, { type: 'about:blank', status: times.refusal, code: 'busy' });
  } else {
    const id = randomUUID();
    const media = { type: 'image/png', path: `v1/challenges/${id}/media` };
    send(201, {
      id,
      kind: 'picture',
      ...lasting(times.challengeTtlMs),
      media: [{ ...media, widthPx: 240, heightPx: 80 }],
      answer: { length: ANSWER.length },
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
