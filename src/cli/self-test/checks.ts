import { randomUUID } from 'node:crypto';
import type { Puzzle } from '../../challenge/work/puzzles.ts';
import type { Answer, Client } from './client.ts';
import { solveWork } from './work.ts';

/** What the checks know of the site, as far as they were told. */
export interface Keys {
  readonly sitekey: string | undefined;
  readonly secret: string | undefined;
}

/** A check: a name, and what is to hold. Resolves with what was seen, or with a reason to leave it out. */
export interface Check {
  readonly name: string;
  run(client: Client, keys: Keys): Promise<string | Skipped>;
}

/** Why a check was left out. */
export class Skipped {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** What does not hold. */
class CheckError extends Error {
  override readonly name = 'CheckError';
}

/** No answer is as long as this: it is wrong, whatever is asked. */
const WRONG = '2222222222222';

const PNG = Buffer.from('\x89PNG\r\n', 'latin1');
const RIFF = Buffer.from('RIFF');

/** What a running service must do, in the order in which it is looked at. */
export const CHECKS: readonly Check[] = [
  {
    name: 'alive',
    run: async (client) => {
      expectStatus(await client.get('/healthz'), 200);
      return '/healthz is 200';
    },
  },
  {
    name: 'ready',
    run: async (client) => {
      const answer = await client.get('/readyz');
      expectStatus(answer, 200);
      return '/readyz is 200: the store answers, and pictures can be drawn';
    },
  },
  {
    name: 'classic picture',
    run: async (client) => {
      const answer = await client.get('/');
      expectStatus(answer, 200);
      expect(answer.headers.has('captcha_uuid'), 'the header captcha_uuid is missing');
      expect(startsWith(answer, PNG), 'the body is no PNG');
      return `a PNG of ${answer.bytes.length} bytes, with captcha_uuid`;
    },
  },
  {
    name: 'classic check',
    run: async (client) => {
      const uuid = (await client.get('/')).headers.get('captcha_uuid') ?? '';
      for (const id of [uuid, uuid, randomUUID()]) {
        const answer = await client.get(`/${id}/${WRONG}`);
        expectStatus(answer, 200);
        expect(answer.json?.['validation'] === false, `a wrong guess is ${answer.bytes}`);
      }
      return 'false for a wrong guess, the same again, and an unknown uuid';
    },
  },
  {
    name: 'API description',
    run: async (client) => {
      const { json } = await client.get('/openapi.json');
      expect(String(json?.['openapi']).startsWith('3.1'), '/openapi.json is no OpenAPI 3.1');
      return 'OpenAPI 3.1 at /openapi.json';
    },
  },
  {
    name: 'widget',
    run: async (client) => {
      expectStatus(await client.get('/widget/inkblot.js'), 200);
      return '/widget/inkblot.js is 200';
    },
  },
  {
    name: 'challenges',
    run: async (client, { sitekey }) => {
      if (!sitekey) return new Skipped('no sitekey was given');
      const first = await open(client, sitekey);
      const kinds = new Set([String(first['kind']), ...(first['alternatives'] as string[])]);
      for (const kind of kinds) await tryKind(client, sitekey, kind);
      return `${[...kinds].join(', ')}: opened, shown, and no token for a wrong answer`;
    },
  },
  {
    name: 'siteverify',
    run: async (client, { secret }) => {
      if (!secret) return new Skipped('no secret was given');
      const answer = await client.post('/v1/siteverify', { secret, response: 'made-up' }, 'form');
      expect(answer.json?.['success'] === false, `a token that is made up is ${answer.bytes}`);
      const [code] = (answer.json?.['error-codes'] ?? []) as string[];
      expect(code === 'invalid-input-response', `the secret is not known: ${code}`);
      return 'the secret is known, and a token that is made up is refused';
    },
  },
  {
    name: 'work to token',
    run: async (client, { sitekey, secret }) => {
      if (!sitekey || !secret) return new Skipped('it needs a sitekey and a secret');
      const opened = await client.post('/v1/challenges', { sitekey, kind: 'work' });
      if (opened.json?.['code'] === 'kind_not_offered') {
        return new Skipped('the site offers no work alone, and people must read the rest');
      }
      expectStatus(opened, 201);
      const beganMs = performance.now();
      const work = solveWork(opened.json?.['work'] as Puzzle);
      const tookMs = performance.now() - beganMs;
      const id = encodeURIComponent(String(opened.json?.['id']));
      const solved = await client.post(`/v1/challenges/${id}/answer`, { work });
      expect(solved.json?.['solved'] === true, `solved work is ${solved.bytes}`);
      const response = String(solved.json?.['token']);
      const verify = () => client.post('/v1/siteverify', { secret, response }, 'form');
      expect((await verify()).json?.['success'] === true, 'its token is not good');
      expect((await verify()).json?.['success'] === false, 'its token is good twice');
      return `solved in ${tookMs.toFixed(0)} ms; its token is good once`;
    },
  },
];

async function open(
  client: Client,
  sitekey: string,
  kind?: string,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await client.post('/v1/challenges', { sitekey, ...(kind && { kind }) });
  const code = answer.json?.['code'];
  expect(answer.status === 201, `no challenge: ${answer.status} ${code ?? ''}`.trim());
  return answer.json ?? {};
}

async function tryKind(client: Client, sitekey: string, kind: string): Promise<void> {
  const challenge = await open(client, sitekey, kind);
  for (const { type, path } of challenge['media'] as { type: string; path: string }[]) {
    const media = await client.get(path);
    expectStatus(media, 200);
    const magic = type === 'image/png' ? PNG : RIFF;
    expect(startsWith(media, magic), `the ${kind} is no ${type}`);
  }
  const id = encodeURIComponent(String(challenge['id']));
  const body = kind === 'work' ? { work: '0' } : { answer: WRONG };
  const answer = await client.post(`/v1/challenges/${id}/answer`, body);
  expectStatus(answer, 200);
  expect(answer.json?.['solved'] === false, `a wrong answer to ${kind} is solved`);
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new CheckError(otherwise);
}

function expectStatus({ status, json }: Answer, expected: number): void {
  const code = json?.['error'] ?? json?.['code'];
  expect(status === expected, `${status}${code ? ` ${code}` : ''} instead of ${expected}`);
}

function startsWith({ bytes }: Answer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}
