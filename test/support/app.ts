import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { createSystemRandom } from '../../src/base/random.ts';
import type { PictureOptions } from '../../src/challenge/kinds/picture.ts';
import { createKinds } from '../../src/challenge/kinds.ts';
import { createChallenges } from '../../src/challenge/service.ts';
import type { Shutdown } from '../../src/http/shutdown.ts';
import type { Render } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';

/** What a test may choose about the service. The rest is as in production. */
export interface TestAppOptions {
  readonly store?: Store;
  readonly corsOrigins?: '*' | readonly string[];
  readonly picture?: Partial<PictureOptions>;
  readonly logger?: Logger;
  readonly maxEntries?: number;
  readonly render?: Render;
  readonly canDraw?: () => boolean;
}

/** The service, its clock, and what its store was told. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly shutdown: Shutdown;
  readonly clock: { nowMs: number };
  /** The answer of a captcha, as an operator could look it up in the store. */
  answerOf(uuid: unknown): string;
}

/** Makes the service exactly as the entry point does, with a store that the test can read. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = { nowMs: 0 };
  const kept = new Map<string, string>();
  const inner =
    options.store ??
    createMemoryStore({
      maxEntries: options.maxEntries ?? 10_000,
      maxBytes: 1e8,
      nowMs: () => clock.nowMs,
    });
  const store: Store = {
    ...inner,
    set: async (key, value, ttlMs) => {
      kept.set(key, value);
      await inner.set(key, value, ttlMs);
    },
  };
  const { server: app, shutdown } = await createApp({
    challenges: createChallenges({
      store,
      kinds: createKinds({
        picture: {
          answerLength: 6,
          widthPx: 240,
          heightPx: 80,
          level: 2,
          caseSensitive: false,
          ...options.picture,
        },
      }),
      random: createSystemRandom(),
      secretKey: 'k'.repeat(32),
      ttlMs: 120_000,
      epochMs: 3_600_000,
      nowMs: () => clock.nowMs,
      render: options.render ?? (async (job) => renderNow(job)),
      renderWhenIdle: async (job) => renderNow(job),
      pictureStock: 0,
    }),
    store,
    canDraw: options.canDraw ?? (() => true),
    logger: options.logger ?? pino({ level: 'silent' }),
    version: '0.0.0-test',
    corsOrigins: options.corsOrigins ?? '*',
    challengeTtlSeconds: 120,
  });
  return {
    app,
    shutdown,
    clock,
    answerOf: (uuid) => kept.get(`challenge:${String(uuid)}`)?.split(':')[1] ?? 'NO SUCH ANSWER',
  };
}
