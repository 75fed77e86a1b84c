import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { noisePng } from './png.ts';

/** Answers one request in place of the service, rightly or wrongly. */
export type Misbehaviour = (response: ServerResponse) => void;

/** A server with Inkblot's classic contract that can be told to fail. */
export interface FakeInkblot {
  url: string;
  /** While set, every request for a picture goes here. */
  onPicture: Misbehaviour | null;
  /** While set, every check of a guess goes here. */
  onCheck: Misbehaviour | null;
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
    requests: [],
    answerOf: () => ANSWER,
    reset() {
      fake.onPicture = null;
      fake.onCheck = null;
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
