import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createClients } from '../../../src/abuse/clients.ts';
import { type AppOptions, createApp } from '../../../src/app.ts';
import { createKeys } from '../../../src/base/keys.ts';
import { createSystemRandom } from '../../../src/base/random.ts';
import type { PictureOptions } from '../../../src/challenge/kinds/picture.ts';
import { createSites, type SiteDefinition, type Sites } from '../../../src/challenge/sites.ts';
import { createServices } from '../../../src/compose/services.ts';
import type { Shutdown } from '../../../src/http/shutdown.ts';
import type { WidgetFiles } from '../../../src/http/widget-files.ts';
import type { Render } from '../../../src/media/job.ts';
import { renderNow } from '../../../src/media/render.ts';
import type { ServiceEvent } from '../../../src/metrics/count.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import type { Store } from '../../../src/store/store.ts';
import { createTestKinds, SETTINGS } from '../services.ts';

/** What a test may choose about the service. The rest is as in production. */
export interface TestAppOptions {
  readonly store?: Store;
  readonly corsOrigins?: '*' | readonly string[];
  readonly picture?: Partial<PictureOptions>;
  readonly logger?: Logger;
  readonly maxEntries?: number;
  readonly render?: Render;
  readonly canDraw?: () => boolean;
  readonly sites?: readonly SiteDefinition[];
  readonly vendorTestKeys?: boolean;
  readonly widgetFiles?: WidgetFiles;
  readonly demo?: AppOptions['demo'];
  readonly visitors?: AppOptions['visitors'];
  /** By default nothing is limited. */
  readonly limits?: AppOptions['limits'];
  readonly trustedProxies?: readonly string[];
  readonly secretKey?: string;
  readonly acceptedSecretKeys?: readonly string[];
  /** The wall clock, where several services share one. */
  readonly clock?: { nowMs: number };
  /** By default nobody is told of anything. */
  readonly observe?: (event: ServiceEvent) => void;
  /** By default there are none. */
  readonly metrics?: AppOptions['metrics'];
  /** By default there is none. */
  readonly dashboard?: AppOptions['dashboard'];
  readonly maxConnections?: number;
}

/** The site of a service that is told of none. */
export const TEST_SITE: SiteDefinition = {
  sitekey: 'test-sitekey',
  secret: 'test-secret-0123456789abcdef',
  hostnames: [],
  policy: {
    ladder: [{ kind: 'picture', level: 2, work: 0 }],
    alternatives: ['picture', 'motion', 'sound', 'work'],
  },
};

/** The service, its clock, and what its store was told. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly shutdown: Shutdown;
  readonly clock: { nowMs: number };
  readonly sites: Sites;
  /** Which step every visitor is to meet. */
  readonly visitors: { step: number };
  /** The answer of a captcha, as an operator could look it up in the store. */
  answerOf(uuid: unknown): string;
}

/** Makes the service exactly as the entry point does, with a store that the test can read. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = options.clock ?? { nowMs: 0 };
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
  const { secretKey = 'k'.repeat(32) } = options;
  const keys = createKeys(secretKey, options.acceptedSecretKeys);
  const nowMs = () => clock.nowMs;
  const visitors = { step: 0 };
  const sites = createSites(options.sites ?? [TEST_SITE]);
  const render: Render = options.render ?? (async (job) => renderNow(job));
  const services = createServices({
    store,
    render,
    renderWhenIdle: async (job) => renderNow(job),
    kinds: createTestKinds(options.picture),
    sites,
    random: createSystemRandom(),
    keys,
    ...SETTINGS,
    nowMs,
    observe: options.observe ?? (() => {}),
  });
  const { server: app, shutdown } = await createApp({
    ...services,
    sites,
    visitors: options.visitors ?? { stepOf: async () => visitors.step, note: async () => {} },
    vendorTestKeys: options.vendorTestKeys ?? false,
    widgetFiles: options.widgetFiles ?? new Map(),
    demo: options.demo,
    nowMs,
    store,
    clients: createClients({ secretKey, nowMs }),
    limits: options.limits,
    trustedProxies: options.trustedProxies ?? [],
    canDraw: options.canDraw ?? (() => true),
    logger: options.logger ?? pino({ level: 'silent' }),
    version: '0.0.0-test',
    corsOrigins: options.corsOrigins ?? '*',
    challengeTtlSeconds: SETTINGS.challengeTtlMs / 1000,
    observe: options.observe ?? (() => {}),
    metrics: options.metrics,
    dashboard: options.dashboard,
    maxConnections: options.maxConnections ?? 10_000,
  });
  return {
    app,
    shutdown,
    clock,
    sites,
    visitors,
    answerOf: (uuid) => {
      const open = kept.get(`open:${String(uuid)}`);
      if (open) return (JSON.parse(open) as { answer: string }).answer;
      return kept.get(`challenge:${String(uuid)}`)?.split(':')[1] ?? 'NO SUCH ANSWER';
    },
  };
}
