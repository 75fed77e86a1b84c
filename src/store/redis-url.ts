/** One address of a Redis or Valkey server, or of a Sentinel. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** Where the data lives and how to get in: what a store URL says. */
export interface RedisTarget {
  readonly mode: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly [RedisNode, ...RedisNode[]];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** The name of the monitored master; only in sentinel mode. */
  readonly masterName?: string;
  /** The password of the Sentinels themselves; only in sentinel mode. */
  readonly sentinelPassword?: string;
}

/** The forms that {@link parseRedisUrl} accepts, and what each is for. */
export const REDIS_URL_FORMS = [
  { form: 'redis://[user:password@]host[:6379][/database]', use: 'one Redis or Valkey server' },
  {
    form: 'redis+sentinel://[user:password@]host[:26379],…/master-name[/database][?sentinelPassword=…]',
    use: 'a master found, and found again after a failover, by Sentinels',
  },
  { form: 'redis+cluster://[user:password@]host[:6379],…', use: 'Redis Cluster' },
] as const;

const URL_PATTERN =
  /^(?<scheme>rediss?)(?:\+(?<mode>sentinel|cluster))?:\/\/(?:(?<userinfo>[^@/?#]*)@)?(?<hosts>[^@/?#]+)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;
const NODE_PATTERN = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/;

/**
 * Reads a Redis URL, the registered form (https://www.iana.org/assignments/uri-schemes/prov/redis)
 * and, for Sentinel and Cluster, one with several hosts. `rediss` asks for TLS in every form.
 *
 * Throws an Error whose message says what is wrong and never repeats the URL, which may hold a
 * password.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const parts = URL_PATTERN.exec(url)?.groups;
  if (!parts) throw new Error(`is none of ${REDIS_URL_FORMS.map(({ form }) => form).join(' or ')}`);
  const mode = (parts['mode'] ?? 'single') as RedisTarget['mode'];
  const defaultPort = mode === 'sentinel' ? 26_379 : 6379;
  const hosts = parts['hosts'] as string;
  const nodes = hosts.split(',').map((host) => parseNode(host, defaultPort));
  if (mode === 'single' && nodes.length > 1) {
    throw new Error('names several hosts: use redis+sentinel:// or redis+cluster://');
  }
  return {
    mode,
    nodes: nodes as [RedisNode, ...RedisNode[]],
    tls: parts['scheme'] === 'rediss',
    ...parseUserinfo(parts['userinfo']),
    ...parsePath(mode, (parts['path'] ?? '').split('/').filter(Boolean).map(decode)),
    ...parseQuery(mode, parts['query']),
  };
}

function parseNode(text: string, defaultPort: number): RedisNode {
  const parts = NODE_PATTERN.exec(text)?.groups;
  if (!parts) throw new Error('has a host that is neither a name nor an address');
  const host = (parts['ipv6'] ?? parts['name']) as string;
  const port = Number(parts['port'] ?? defaultPort);
  if (port < 1 || port > 65_535) throw new Error('has a port outside 1 to 65535');
  return { host, port };
}

function parseUserinfo(userinfo: string | undefined): Pick<RedisTarget, 'username' | 'password'> {
  if (!userinfo) return {};
  // All after the first colon is the password.
  const [username = '', ...rest] = userinfo.split(':').map(decode);
  const password = rest.join(':');
  return { ...(username && { username }), ...(password && { password }) };
}

function parsePath(
  mode: RedisTarget['mode'],
  segments: string[],
): Pick<RedisTarget, 'database' | 'masterName'> {
  const masterName = mode === 'sentinel' ? segments.shift() : undefined;
  if (mode === 'sentinel' && !masterName) throw new Error('lacks the master name after the hosts');
  const [database = '0', ...surplus] = segments;
  if (!/^\d{1,5}$/.test(database) || surplus.length > 0) {
    throw new Error('has a path that is not a database number');
  }
  if (mode === 'cluster' && database !== '0')
    throw new Error('names a database: a cluster has one');
  return { database: Number(database), ...(masterName && { masterName }) };
}

function parseQuery(
  mode: RedisTarget['mode'],
  query: string | undefined,
): Pick<RedisTarget, 'sentinelPassword'> {
  const { sentinelPassword, ...surplus } = Object.fromEntries(new URLSearchParams(query));
  if (Object.keys(surplus).length > 0 || (sentinelPassword && mode !== 'sentinel')) {
    throw new Error('has a query: only redis+sentinel:// takes one, ?sentinelPassword=…');
  }
  return sentinelPassword ? { sentinelPassword } : {};
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('has a % that does not start a percent-encoded character');
  }
}
