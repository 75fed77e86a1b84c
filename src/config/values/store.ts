import { parseRedisUrl, type RedisTarget } from '../../store/redis-url.ts';
import { attempt, type Described, type Setting } from './setting.ts';

/** Where the store is. */
export type StoreLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'redis'; readonly target: RedisTarget };

/** `memory:` or a Redis URL. */
export function storeLocation(options: Described): Setting<StoreLocation> {
  return {
    ...options,
    accepts: '`memory:`, `redis://…`, `rediss://…`, `redis+sentinel://…`, `redis+cluster://…`',
    parse: (value) => {
      if (value === 'memory:') return { kind: 'memory' };
      if (/^rediss?(\+|:)/.test(value)) return { kind: 'redis', target: parseRedisUrl(value) };
      throw new Error(
        'must start with memory:, redis://, rediss://, redis+sentinel:// or redis+cluster://',
      );
    },
  };
}

/** The text of a file of PEM certificates, by its path; nothing for no path. */
export function certificates(options: Described): Setting<string | undefined> {
  const accepts = 'the path of a file of PEM certificates';
  return {
    ...options,
    accepts,
    parse: (path, readFile) => {
      if (path === '') return undefined;
      const pem = attempt(() => readFile(path));
      if (!pem?.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`must be ${accepts}`);
      return pem;
    },
  };
}
