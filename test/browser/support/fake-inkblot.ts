import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { KEYS } from './forum.ts';
import { noisePng } from './png.ts';

/** Answers one request in place of the service, rightly or wrongly. */
export type Misbehaviour = (response: ServerResponse) => void;

/** A server with Inkblot's classic contract and its siteverify that can be told to fail. */
export interface FakeInkblot {
  url: string;
  /** While set, every request for a picture goes here. */
  onPicture: Misbehaviour | null;
  /** While set, every check of a guess goes here. */
  onCheck: Misbehaviour | null;
  /** While set, every verification of a token goes here. */
  onVerify: Misbehaviour | null;
  /** The raw path of every request since {@link FakeInkblot.reset}. */
  requests: string[];
  answerOf(uuid: string): string;
  reset(): void;
  stop(): Promise<void>;
}

const ANSWER = 'KTXME7';

/** Start a well-behaved fake. */
export async function startFakeInkblot(): Promise<FakeInkblot> {
  const unspent = new Set<string>();

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    fake.requests.push(path);
    if (path === '/v1/siteverify') {
      if (fake.onVerify) return fake.onVerify(response);
      return void text(request).then((body) => {
        const success = new URLSearchParams(body).get('secret') === KEYS.SITE_SECRET;
        sendJson(response, 200, { success });
      });
    }
    const [uuid = '', guess] = path.slice(1).split('/');
    if (guess === undefined) {
      if (fake.onPicture) return fake.onPicture(response);
      const newUuid = randomUUID();
      unspent.add(newUuid);
      response.setHeader('captcha_uuid', newUuid);
      response.setHeader('Content-Type', 'image/png');
      return response.end(noisePng());
    }
    if (fake.onCheck) return fake.onCheck(response);
    const validation = unspent.delete(uuid) && decodeURIComponent(guess) === ANSWER;
    return sendJson(response, 200, { validation });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const fake: FakeInkblot = {
    url: `http://127.0.0.1:${address.port}`,
    onPicture: null,
    onCheck: null,
    onVerify: null,
    requests: [],
    answerOf: () => ANSWER,
    reset() {
      fake.onPicture = null;
      fake.onCheck = null;
      fake.onVerify = null;
      fake.requests = [];
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return fake;
}

/** End a response with this JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** Ways not to say yes, by what the service does; `yes` is the name of the field that would say it. */
export function waysToFail(yes: string): Record<string, Misbehaviour> {
  return {
    'says it is overloaded': (response) => {
      response.setHeader('Retry-After', '1');
      sendJson(response, 503, { error: 'busy' });
    },
    'says yes with a status of 500': (response) => sendJson(response, 500, { [yes]: true }),
    'says yes with a status of 201': (response) => sendJson(response, 201, { [yes]: true }),
    'redirects to a yes': (response) => response.writeHead(302, { Location: '/yes' }).end(),
    'says "true" as a string': (response) => sendJson(response, 200, { [yes]: 'true' }),
    'says 1': (response) => sendJson(response, 200, { [yes]: 1 }),
    'says nothing of it': (response) => sendJson(response, 200, { ok: true }),
    'says null': (response) => sendJson(response, 200, null),
    'sends something other than JSON': (response) => response.end('<html>true</html>'),
    'sends half of its JSON': (response) => response.end(`{"${yes}":tr`),
    'hangs up': (response) => response.destroy(),
    'never answers': () => {},
    'never ends its answer': (response) => response.write(`{"${yes}":true`),
  };
}
