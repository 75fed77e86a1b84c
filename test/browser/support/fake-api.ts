import cors from '@fastify/cors';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Static } from 'typebox';
import { createWork } from '../../../src/challenge/work/puzzles.ts';
import { sendBytes } from '../../../src/http/ranges.ts';
import type { Challenge } from '../../../src/http/routes/v1/bodies.ts';
import { widgetRoutes } from '../../../src/http/routes/widget.ts';
import { loadWidgetFiles } from '../../../src/http/widget-files.ts';
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

/** The JSON API, made to order, behind the service's own scripts. */
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
  work: Puzzle | null;
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
  /** What a person reads in the picture of a challenge. */
  answerTo(challengeId: string): Promise<string>;
  reset(): void;
  stop(): Promise<void>;
}

type Puzzle = NonNullable<Static<typeof Challenge>['work']>;

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
  work: null as Puzzle | null,
  spoken: 'en',
  film: () => noiseFilm(),
  recording: () => toneWav(3),
  badProofs: 0,
  trouble: null as FakeApi['trouble'],
};

/** Serves the widget and the vendors' scripts with a well-behaved API. */
export async function startFakeApi(): Promise<FakeApi> {
  const open = new Map<string, FakeKind>();
  let issued = 0;

  const challenge = (id: string): Static<typeof Challenge> => {
    const kind = open.get(id) ?? 'picture';
    const path = `v1/challenges/${id}/media`;
    const puzzle = kind === 'work' ? (api.work ?? EASY_WORK) : api.work;
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
        type: ({ picture: 'text', motion: 'text', sound: 'digits', work: 'none' } as const)[kind],
        length: kind === 'work' ? 0 : 6,
      },
      ...(puzzle && { work: puzzle }),
    };
  };

  const issue = (reply: FastifyReply, kind: FakeKind) => {
    issued += 1;
    open.set(`c${issued}`, kind);
    return reply.code(201).send(challenge(`c${issued}`));
  };

  const judge = (id: string, body: Body | null) => {
    const kind = open.get(id);
    const refuse = (reason: string) => ({ solved: false, reason });
    if (kind === undefined || !open.delete(id)) return refuse('gone');
    const { verify } = work;
    const proof = body?.work ?? '';
    const isWorked =
      (kind !== 'work' && !api.work) || verify(1, SEED, proof) || verify(3, SEED, proof);
    if (!isWorked || api.badProofs-- > 0) return refuse('work');
    const right = { picture: ANSWER, motion: ANSWER, sound: DIGITS, work: undefined };
    if (body?.answer?.trim().toUpperCase() !== right[kind]) return refuse('wrong');
    return { solved: true, token: `token-of-${id}`, expiresInMs: api.tokenTtlMs };
  };

  const answerApi = (request: FastifyRequest, reply: FastifyReply): unknown => {
    api.requests.push(`${request.method} ${request.url.replace(/\/c\d+/, '/:id')}`);
    const body = (request.body ?? null) as Body | null;
    if (body) api.bodies.push(body);
    if (api.trouble) {
      const { status, code, retryAfterSeconds } = api.trouble;
      if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds);
      return reply.code(status).send({ status, code });
    }
    const { id = '', verb } = request.params as { id?: string; verb?: string };
    if (verb === undefined) return issue(reply, body?.kind ?? api.kind);
    if (verb === 'answer') return judge(id, body);
    const kind = open.get(id);
    if (kind === undefined) return reply.code(404).send({ code: 'unknown_challenge' });
    if (verb === 'extend') return challenge(id);
    if (verb === 'refresh') {
      open.delete(id);
      return issue(reply, body?.kind ?? kind);
    }
    if (kind === 'sound') return sendBytes(request, reply.type('audio/wav'), api.recording());
    return reply.type('image/png').send(kind === 'motion' ? api.film() : api.picture());
  };

  const app = fastify({ forceCloseConnections: true });
  await app.register(cors, {
    allowedHeaders: ['content-type', 'range'],
    exposedHeaders: ['retry-after'],
  });
  await app.register(widgetRoutes, { widgetFiles: loadWidgetFiles(BUILT_WIDGET) });
  app.post('/v1/challenges', answerApi);
  for (const method of ['GET', 'POST'] as const) {
    app.route({ method, url: '/v1/challenges/:id/:verb', handler: answerApi });
  }

  const api: FakeApi = {
    origin: await app.listen({ host: '127.0.0.1', port: 0 }),
    ...DEFAULTS,
    requests: [],
    bodies: [],
    answerTo: async () => ANSWER,
    reset() {
      Object.assign(api, DEFAULTS);
      api.requests.length = 0;
      api.bodies.length = 0;
    },
    stop: () => app.close(),
  };
  return api;
}
