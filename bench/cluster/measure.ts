import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../test/support/processes/redis-server.ts';
import { type Latencies, summarise } from '../http/latency.ts';
import { startService } from '../http/service.ts';
import { createStoreReadings, type KeyReading, type StoreReading } from './redis-readings.ts';
import { createVisitor, type Service } from './visitor.ts';

/** How much is asked for. */
export interface Effort {
  readonly visitors: number;
  /** For the compilers, in each replica. */
  readonly warmUpRegistrations: number;
  readonly durationMs: number;
}

/** What so many replicas did. */
export interface ClusterResult {
  readonly replicas: number;
  readonly registrations: number;
  readonly perSecond: number;
  /** From the first request of a registration to the last answer. */
  readonly times: Latencies;
  /** Processor time of a registration: all replicas together, and the others. */
  readonly replicaCpuMs: number;
  readonly replicaMainCpuMs: number;
  readonly balancerCpuMs: number;
  readonly visitorCpuMs: number;
  /** Of the store, without what the visitors looked up in it. */
  readonly storeCpuMs: number;
  /** Commands of the replicas for a registration, by name. */
  readonly commands: Readonly<Record<string, number>>;
  readonly bytesSent: number;
  readonly residentBytes: number;
  readonly keys: ReadonlyMap<string, KeyReading>;
}

const PREFIX = 'bench:';
const SITE = { sitekey: 'cluster', secret: 'a-secret-of-the-cluster-bench' };

/** Registrations through a balancer, by so many replicas on one store that is theirs alone. */
export async function measureReplicas(
  program: string,
  replicas: number,
  effort: Effort,
): Promise<ClusterResult> {
  const server = await startRedis(program);
  try {
    return await measureOn(server, replicas, effort);
  } finally {
    await server.stop();
  }
}

async function measureOn(
  server: RedisServer,
  count: number,
  effort: Effort,
): Promise<ClusterResult> {
  const secretKey = randomBytes(32).toString('hex');
  const redis = new Redis(server.url);
  const replicas = await Promise.all(
    Array.from({ length: count }, () =>
      startService('../../src/main.ts', {
        STORE_URL: server.url,
        STORE_KEY_PREFIX: PREFIX,
        SECRET_KEY: secretKey,
        SITEKEY: SITE.sitekey,
        SITE_SECRET: SITE.secret,
        TRUSTED_PROXIES: 'loopback',
        // Counted as always, and never refused.
        RATE_LIMIT_PERCENT: '100000',
        // Nothing is fetched from the stock of the classic contract.
        PICTURE_STOCK: '0',
        SHUTDOWN_DELAY_MS: '0',
      }),
    ),
  );
  const balancer = await startService('../cluster/balancer.ts', {
    TARGETS: replicas.map(({ origin }) => new URL(origin).port).join(','),
  });
  const service = { ...SITE, origin: balancer.origin, secretKey, store: redis, keyPrefix: PREFIX };
  const readings = createStoreReadings(redis);
  try {
    const warmUp = effort.warmUpRegistrations * count;
    await registerFor(service, effort.visitors, (load) => load.timesMs.length < warmUp);
    await redis.flushall();
    const readAll = () => Promise.all(replicas.map((replica) => replica.read()));
    await readAll();
    await balancer.read();
    await readings.reset();
    const cpu = process.cpuUsage();
    const { durationMs, visitors } = effort;
    const load = await registerFor(service, visitors, (soFar) => soFar.tookMs < durationMs);
    const [after, between, store] = [await readAll(), await balancer.read(), await readings.read()];
    const own = process.cpuUsage(cpu);
    const each = (sum: number) => sum / load.timesMs.length;
    const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    return {
      replicas: count,
      registrations: load.timesMs.length,
      perSecond: (load.timesMs.length * 1000) / load.tookMs,
      times: summarise(load.timesMs),
      replicaCpuMs: each(sumOf(after.map(({ cpuMs }) => cpuMs))),
      replicaMainCpuMs: each(sumOf(after.map(({ mainCpuMs }) => mainCpuMs))),
      balancerCpuMs: each(between.cpuMs),
      visitorCpuMs: each((own.user + own.system) / 1000),
      ...ofStore(store, load.timesMs.length),
      bytesSent: each(load.bytes),
      residentBytes: Math.max(...after.map(({ residentBytes }) => residentBytes)),
      keys: await readings.readKeys(PREFIX),
    };
  } finally {
    redis.disconnect();
    await Promise.all([balancer, ...replicas].map((one) => one.stop()));
  }
}

/** Visitors look up one answer each, which a service does not: they bear their share of all commands. */
function ofStore({ cpuMs, commands }: StoreReading, registrations: number) {
  const ownGets = registrations;
  const own = Object.entries(commands).filter(
    ([name]) => !/^(info|config|ping|hello|client)/.test(name),
  );
  const calls = own.reduce((sum, [, command]) => sum + command.calls, 0);
  const perCommand = own.map(([name, command]) => [
    name,
    (command.calls - (name === 'get' ? ownGets : 0)) / registrations,
  ]);
  return {
    storeCpuMs: (cpuMs * (1 - ownGets / calls)) / registrations,
    commands: Object.fromEntries(perCommand) as Record<string, number>,
  };
}

interface Load {
  readonly timesMs: readonly number[];
  readonly tookMs: number;
  readonly bytes: number;
}

/** So many visitors register, one time after the other, while this says so. */
async function registerFor(
  service: Service,
  visitors: number,
  goesOn: (soFar: Load) => boolean,
): Promise<Load> {
  const timesMs: number[] = [];
  let bytes = 0;
  const startMs = performance.now();
  const soFar = (): Load => ({ timesMs, bytes, tookMs: performance.now() - startMs });
  // Each from a network of its own, as at the worst.
  const nextAddress = () => [...randomBytes(4)].map((part) => 1 + (part % 223)).join('.');
  await Promise.all(
    Array.from({ length: visitors }, async () => {
      const visitor = createVisitor(service, nextAddress);
      while (goesOn(soFar())) {
        const beginMs = performance.now();
        const received = await visitor.register();
        bytes += received;
        timesMs.push(performance.now() - beginMs);
      }
      visitor.leave();
    }),
  );
  return soFar();
}
