import { Cluster, type DNSLookupFunction, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from './redis-url.ts';
import { newMemoryName, type Store, StoreError } from './store.ts';

/** How to use a Redis or Valkey server as a store. */
export interface RedisStoreOptions {
  readonly target: RedisTarget;
  /** Begins every key, so that several services can share a database. */
  readonly keyPrefix: string;
  /** The longest a command may take before it counts as failed. */
  readonly timeoutMs: number;
  /** PEM certificates to trust instead of the system's, for `rediss` URLs. */
  readonly tlsCa?: string;
  /** Told each time the connection is made or lost, for the log; once a change, not once a retry. */
  readonly onConnection?: (state: 'up' | 'down', reason: string) => void;
}

/** Retries come at most this far apart, so that service resumes within a second of Redis' return. */
const MAX_RECONNECT_DELAY_MS = 500;
const RECONNECT_JITTER_MS = 100;

/**
 * Two commands would leave a count without an end if the second were lost. An expiry of its own per
 * addition (`PEXPIRE NX`) would need Redis 7.
 */
const INCREMENT = `
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[1])
  redis.call('PEXPIRE', KEYS[1], left)
end
return {count, left}
`;

/**
 * The key gets another name, which nobody else can give it then. Unlike a value that is set, a name can be
 * changed when Redis has no memory left.
 */
const CLAIM = `
if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('RENAMENX', KEYS[1], KEYS[2]) == 1 then
  if redis.call('PTTL', KEYS[2]) > tonumber(ARGV[1]) then
    redis.call('PEXPIRE', KEYS[2], ARGV[1])
  end
end
return redis.call('GET', KEYS[2])
`;

const RELEASE = `
if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('RENAMENX', KEYS[1], KEYS[2]) == 1 then
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
return 1
`;

/** The first who asks names it. It stays as long as nothing is forgotten: it has no expiry. */
const MEMORY = `
local name = redis.call('GET', KEYS[1])
if not name then
  name = ARGV[1]
  redis.call('SET', KEYS[1], name)
end
return name
`;

/** A client that knows the scripts. What it says they return may be garbage. */
type Scripted = (Redis | Cluster) & {
  incrementWindow(key: string, windowMs: number, by: number): Promise<unknown>;
  claimKey(key: string, claimed: string, keepMs: number): Promise<unknown>;
  nameMemory(key: string, name: string): Promise<unknown>;
  releaseKey(claimed: string, key: string, ttlMs: number): Promise<unknown>;
};

/** The key of {@link Store.memory}. */
const MEMORY_KEY = 'memory';

/** The key that `ping` looks for. Never set. */
const PING_KEY = 'ping';

/**
 * A store in Redis 6.2 or newer, or Valkey: shared by replicas, kept over restarts of this process.
 *
 * Returns at once and connects in the background, for ever: while there is no connection every call
 * rejects without waiting, and the first call after the connection is back succeeds.
 */
export function createRedisStore(options: RedisStoreOptions): Store {
  const { keyPrefix, timeoutMs } = options;
  const client = createClient(options) as Scripted;
  client.defineCommand('incrementWindow', { numberOfKeys: 1, lua: INCREMENT });
  client.defineCommand('nameMemory', { numberOfKeys: 1, lua: MEMORY });
  client.defineCommand('claimKey', { numberOfKeys: 2, lua: CLAIM });
  client.defineCommand('releaseKey', { numberOfKeys: 2, lua: RELEASE });
  let closed = false;
  let repliedMs = 0;
  watchConnection(client, (state, reason) => {
    if (!closed) options.onConnection?.(state, reason);
  });
  client.connect().catch(() => {
    // Told by watchConnection; the client goes on trying.
  });

  /** The reply to a command, if it is one that Redis gives to it: a proxy may have said anything. */
  async function run<T>(command: () => Promise<unknown>, isReply: (reply: unknown) => reply is T) {
    const { promise: timeout, reject } = Promise.withResolvers<never>();
    const sentMs = performance.now();
    const timer = setTimeout(() => {
      reject(new Error(`no answer in ${timeoutMs} ms`));
      // Nothing at all came back since: the server hangs, or half of a garbled reply is waited for.
      if (repliedMs < sentMs && client instanceof Redis) client.disconnect(true);
    }, timeoutMs);
    try {
      const reply = await Promise.race([command(), timeout]);
      repliedMs = performance.now();
      if (!isReply(reply)) throw new Error('a reply that is none');
      return reply;
    } catch (error) {
      throw toStoreError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  const nameOf = (key: string) => `${keyPrefix}${key}`;
  const take = (key: string) => run(() => client.getdel(nameOf(key)), isText);

  return {
    set: async (key, value, ttlMs) => {
      await run(() => client.set(nameOf(key), value, 'PX', ttlMs), isOk);
    },
    take,
    claim: (key, name, keepMs) =>
      run(() => client.claimKey(nameOf(key), claimedKey(nameOf(key), name), keepMs), isText),
    release: async (key, name, ttlMs) => {
      await run(
        () => client.releaseKey(claimedKey(nameOf(key), name), nameOf(key), ttlMs),
        isNumber,
      );
    },
    get: (key) => run(() => client.get(nameOf(key)), isText),
    extend: async (key, ttlMs) =>
      (await run(() => client.pexpire(nameOf(key), ttlMs), isNumber)) === 1,
    increment: async (key, windowMs, by = 1) => {
      const [count, resetMs] = await run(
        () => client.incrementWindow(nameOf(key), windowMs, by),
        isCount,
      );
      return { count, resetMs: Math.max(1, resetMs) };
    },
    memory: () => run(() => client.nameMemory(nameOf(MEMORY_KEY), newMemoryName()), isName),
    // Not PING: that succeeds on a replica that refuses writes and on a server without GETDEL.
    ping: async () => {
      await take(PING_KEY);
    },
    close: async () => {
      closed = true;
      client.disconnect();
    },
  };
}

/**
 * In a cluster both stand in the same slot, which follows from what is in the first braces, or from the
 * whole key. (That of a key with lone braces cannot be met.)
 */
function claimedKey(key: string, name: string): string {
  return /^[^{]*\{[^}]+\}/.test(key) ? `${key}\0${name}` : `{${key}}\0${name}`;
}

const isOk = (reply: unknown): reply is 'OK' => reply === 'OK';
const isNumber = (reply: unknown): reply is number => typeof reply === 'number';
const isName = (reply: unknown): reply is string => typeof reply === 'string';
const isText = (reply: unknown): reply is string | null =>
  reply === null || typeof reply === 'string';
const isCount = (reply: unknown): reply is [number, number] =>
  Array.isArray(reply) && reply.length === 2 && reply.every(Number.isSafeInteger);

function createClient(options: RedisStoreOptions): Redis | Cluster {
  const { target, timeoutMs } = options;
  const tls = options.tlsCa ? { ca: options.tlsCa } : {};
  const node = {
    ...(target.username && { username: target.username }),
    ...(target.password && { password: target.password }),
    db: target.database,
    connectionName: 'inkblot',
    lazyConnect: true,
    // Fail fast: a queue of commands would answer visitors long after they have gone, and a command
    // sent again after a lost reply could take what its first copy was meant to give.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2 * timeoutMs,
    // A peer that vanished without a word leaves a connection that looks alive for many minutes.
    socketTimeout: 2 * timeoutMs,
    retryStrategy: reconnectDelayMs,
    // A master that a failover has made a replica: the connection is good, the server is wrong.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(target.tls && { tls }),
  } satisfies RedisOptions;
  if (target.mode === 'cluster') {
    return new Cluster([...target.nodes], {
      lazyConnect: true,
      enableOfflineQueue: false,
      clusterRetryStrategy: reconnectDelayMs,
      slotsRefreshTimeout: timeoutMs,
      redisOptions: node,
      // Certificates name hosts: with TLS the cluster's own names are used, unresolved.
      ...(target.tls && { dnsLookup: useHostName }),
    });
  }
  if (target.mode === 'sentinel') {
    return new Redis({
      ...node,
      sentinels: [...target.nodes],
      name: target.masterName as string,
      sentinelRetryStrategy: reconnectDelayMs,
      ...(target.sentinelPassword && { sentinelPassword: target.sentinelPassword }),
      ...(target.tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
    });
  }
  const [{ host, port }] = target.nodes;
  return new Redis({ ...node, host, port });
}

function watchConnection(
  client: Redis | Cluster,
  tell: NonNullable<RedisStoreOptions['onConnection']>,
): void {
  let state: 'unknown' | 'up' | 'down' = 'unknown';
  let reason: string | undefined;
  const become = (next: 'up' | 'down', why: string): void => {
    if (state === next) return;
    state = next;
    tell(next, why);
  };
  client.on('error', (error: Error & { command?: { name: string } }) => {
    reason ??= withoutArguments(error.message);
    // The client goes on without the database that was asked for, in database 0, among the keys of
    // whoever uses that.
    if (error.command?.name === 'select') client.disconnect(true);
  });
  client.on('ready', () => become('up', 'connected'));
  client.on('close', () => {
    become('down', reason ?? 'connection closed');
    reason = undefined;
  });
}

const useHostName: DNSLookupFunction = (hostname, callback) => callback(null, hostname);

function reconnectDelayMs(attempt: number): number {
  const backoffMs = Math.min(25 * 2 ** attempt, MAX_RECONNECT_DELAY_MS - RECONNECT_JITTER_MS);
  return backoffMs + Math.random() * RECONNECT_JITTER_MS;
}

/**
 * The client's errors carry the command with its arguments, answers among them: only the message goes on,
 * without what Redis quotes in it.
 */
function toStoreError(error: unknown): StoreError {
  const said = withoutArguments(error instanceof Error ? error.message : String(error));
  const message = said.includes('enableOfflineQueue') ? 'not connected' : said;
  return new StoreError(/\bOOM\b/.test(message) ? 'full' : 'unavailable', `Redis: ${message}`);
}

/** A message of Redis, cut before the arguments of a command that it does not know: a password, of AUTH. */
function withoutArguments(message: string): string {
  const [unquoted = ''] = message.split(', with args');
  return unquoted;
}
