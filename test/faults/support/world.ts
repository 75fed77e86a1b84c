import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { eventually } from '../../support/processes/ports.ts';
import {
  type RedisServer,
  SERVER,
  startRedis,
  startSentinel,
} from '../../support/processes/redis-server.ts';
import { type RunningService, startService } from '../../support/processes/service.ts';
import { HANGS_AFTER_MS, type Reply } from './asking.ts';
import { createLedger } from './ledger.ts';
import { startProxy, type TroubledProxy } from './proxy.ts';
import { SITE_SECRET, SITEKEY, startTraffic, type Traffic } from './traffic.ts';

/** What is made trouble for: replicas, their store, and visitors. */
export interface World {
  readonly redis: RedisServer;
  readonly proxy: TroubledProxy;
  readonly operator: Redis;
  /** The replicas; one that is replaced gets visitors again. */
  readonly replicas: RunningService[];
  readonly origin: string;
  startReplica(): Promise<RunningService>;
  /** To be called at the moment in which the cause is over: recovery is measured from here. */
  isOver(): void;
}

/** One way in which things go wrong. */
export interface Fault {
  readonly name: string;
  /** What is done, for the page. */
  readonly what: string;
  readonly replicas?: number;
  /** The store; by default Redis behind a proxy. */
  readonly store?: 'redis' | 'sentinel' | 'memory';
  /** Whether everything that was kept is still there afterwards; by default it is. */
  readonly survives?: boolean;
  /** Whether connections may be cut without an answer; by default they may not. */
  readonly cuts?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  readonly visitors?: number;
  /** Makes the trouble and ends it. Resolves with what else was wrong. */
  make(world: World): Promise<readonly string[] | undefined>;
}

/** What was seen. */
export interface Report {
  readonly name: string;
  readonly what: string;
  readonly requests: number;
  /** How often each status, and what took the place of one, was had. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** From the first failure to the last one. */
  readonly outageMs: number;
  /** From the end of the cause to the last failure. */
  readonly recoveryMs: number;
  readonly challenges: number;
  readonly tokens: number;
  /** Promises that were broken. */
  readonly broken: readonly string[];
}

/** What services under test are set to. Limits are far off, and yet counted. */
export const SERVICE_ENV = {
  SECRET_KEY: 'k'.repeat(32),
  SITEKEY,
  SITE_SECRET,
  LADDER: 'picture:1:0',
  ALTERNATIVES: 'picture, work',
  LEAST_SOLVE_MS: '0',
  TRUSTED_PROXIES: 'loopback',
  RATE_LIMITS: 'true',
  RATE_LIMIT_PERCENT: '100000',
  DRAWING_THREADS: '1',
  PICTURE_STOCK: '100',
} as const;

const WARM_MS = 1500;
const AFTER_MS = 3500;
const MOST_RECOVERY_MS = 2000;

/** Two time limits of the store, one for the limits' own counts and one for the challenge, and drawing. */
const MOST_ANSWER_MS = 5000;

/** Starts a world, makes the trouble, and looks at what became of everything. */
export async function endure(fault: Fault): Promise<Report> {
  const { store = 'redis', survives = true } = fault;
  const sentinel = store === 'sentinel' ? await startSentinel(SERVER as string) : undefined;
  const redis = sentinel ? sentinel.master : await startRedis(SERVER as string);
  const proxy = await startProxy(redis.port);
  const url = {
    redis: `redis://127.0.0.1:${proxy.port}`,
    memory: 'memory:',
    sentinel: sentinel?.url,
  };
  const operator = sentinel
    ? new Redis({
        sentinels: [{ host: '127.0.0.1', port: sentinel.port }],
        sentinelPassword: 'watch',
        name: 'forum',
        ...OPERATOR,
      })
    : new Redis(redis.port, OPERATOR);
  operator.on('error', () => {});
  const replicas: RunningService[] = [];
  let traffic: Traffic | undefined;
  let overMs = 0;
  const startReplica = async () => {
    const replica = await startService(
      {
        ...SERVICE_ENV,
        STORE_URL: url[store] as string,
        ...fault.env,
      },
      undefined,
      fault.nodeArgs,
    );
    const { origin } = replica;
    await eventually(async () => (await fetch(`${origin}/readyz`)).ok, 20_000);
    return replica;
  };
  try {
    for (let n = 0; n < (fault.replicas ?? 2); n++) replicas.push(await startReplica());
    const ledger = createLedger();
    traffic = startTraffic({
      origins: () => replicas.map(({ origin }) => origin),
      readPicture: async (key) => {
        const value = await operator.get(`inkblot:${key}`).catch(() => null);
        return value === null ? undefined : answerIn(value);
      },
      ledger,
      visitors: fault.visitors ?? 12,
    });
    await sleep(WARM_MS);
    const startMs = performance.now();
    const other =
      (await fault.make({
        redis,
        proxy,
        operator,
        replicas,
        get origin() {
          return (replicas[0] as RunningService).origin;
        },
        startReplica,
        isOver: () => {
          overMs = performance.now();
        },
      })) ?? [];
    if (overMs === 0) overMs = performance.now();
    await sleep(AFTER_MS);
    await traffic.stop();
    const seen = [...traffic.replies];
    const audited = await traffic.audit(survives);
    const all = [...traffic.replies];
    const failures = seen.filter(isFailure).map(({ atMs, ms }) => ({ atMs, endMs: atMs + ms }));
    const recoveryMs = Math.max(0, ...failures.map(({ atMs }) => atMs - overMs));
    const times = failures.map(({ atMs }) => atMs);
    const broken = [
      ...other,
      ...audited,
      ...judge(all, fault),
      ...(recoveryMs > MOST_RECOVERY_MS
        ? [`recovered only after ${Math.round(recoveryMs)} ms`]
        : []),
      ...(seen.some(({ atMs, status }) => atMs > overMs && status === 200)
        ? []
        : ['did not recover']),
      ...(seen.some(({ atMs, status }) => atMs < startMs && status === 200)
        ? []
        : ['was never well']),
    ];
    return {
      name: fault.name,
      what: fault.what,
      requests: seen.length,
      statuses: count(
        seen.map(({ status, code }) => (status === 0 ? code : `${status} ${code}`.trim())),
      ),
      slowestMs: Math.max(...seen.map(({ ms }) => ms)),
      outageMs: failures.length > 0 ? Math.max(...times) - Math.min(...times) : 0,
      recoveryMs,
      challenges: ledger.challenges.size,
      tokens: ledger.tokens.size,
      broken,
    };
  } finally {
    await traffic?.stop();
    traffic?.close();
    for (const replica of replicas) await replica.stop('SIGKILL');
    operator.disconnect();
    await proxy.close();
    redis.resume();
    await (sentinel ?? redis).stop();
  }
}

const OPERATOR = {
  commandTimeout: 300,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  retryStrategy: () => 100,
} as const;

/** What a person reads in the picture of which this is kept. */
export function answerIn(value: string): string | undefined {
  if (!value.startsWith('{')) return value.slice(value.indexOf(':') + 1);
  return (JSON.parse(value) as { answer?: string }).answer;
}

function isFailure({ status }: Reply): boolean {
  return status === 0 || status >= 500;
}

/** Answers that nobody should get, whatever happens. */
function judge(replies: readonly Reply[], { cuts = false }: Fault): string[] {
  const bad = replies.flatMap(({ status, code, route, ms, retryAfter }) => {
    if (ms >= HANGS_AFTER_MS - 100) return [`${route} was not answered at all`];
    if (ms > MOST_ANSWER_MS) return [`${route} was answered after more than ${MOST_ANSWER_MS} ms`];
    if (status === 0) return cuts ? [] : [`${route} was cut off: ${code}`];
    if (status >= 500 && status !== 503) return [`${route} was answered with ${status}`];
    if (status === 503 && retryAfter === undefined) return [`${route}: 503 without Retry-After`];
    return [];
  });
  return Object.entries(count(bad)).map(([what, times]) => `${what} (${times} times)`);
}

function count(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
