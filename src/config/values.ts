import { isIP } from 'node:net';
import { parseRedisUrl, type RedisTarget } from '../store/redis-url.ts';

/**
 * One setting: where it comes from, what it means, and how its text becomes a value.
 *
 * `parse` throws an Error whose message completes "NAME …" and says what would be right. It never
 * repeats the text of a secret.
 */
export interface Setting<T> {
  readonly env: string;
  /** What the setting does, in sentences, for the help and the reference. */
  readonly help: string;
  /** The text that is used when none is given, as it would be written. */
  readonly default: string;
  /** What is accepted, in a few words, for the reference. */
  readonly accepts: string;
  /** Whether the value must not be shown; such a setting can also come from a file. */
  readonly secret?: boolean;
  parse(text: string, readFile: ReadFile): T;
}

/** Returns a file's text or throws: a parameter, so that reading a configuration stays free of I/O. */
export type ReadFile = (path: string) => string;

type Described = Pick<Setting<unknown>, 'env' | 'help' | 'default' | 'secret'>;

/** A whole number from `min` to `max`. */
export function integer(
  options: Described & { readonly min: number; readonly max: number },
): Setting<number> {
  const accepts = `a whole number from ${options.min} to ${options.max}`;
  return {
    ...options,
    accepts,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= options.min && value <= options.max)) throw new Error(`must be ${accepts}`);
      return value;
    },
  };
}

/** `true` or `false`. */
export function flag(options: Described): Setting<boolean> {
  return choice({ ...options, choices: ['true', 'false'] }, (text) => text === 'true');
}

/** One of several words. */
export function oneOf<const T extends string>(
  options: Described & { readonly choices: readonly T[] },
): Setting<T> {
  return choice(options, (text) => text);
}

function choice<T extends string, V>(
  options: Described & { readonly choices: readonly T[] },
  toValue: (text: T) => V,
): Setting<V> {
  const accepts = options.choices.map((word) => `\`${word}\``).join(', ');
  return {
    ...options,
    accepts,
    parse: (text) => {
      const chosen = options.choices.find((word) => word === text.toLowerCase());
      if (chosen === undefined) throw new Error(`must be one of ${accepts}`);
      return toValue(chosen);
    },
  };
}

/** Text that matches a pattern. `accepts` completes "must be …". */
export function text(
  options: Described & { readonly pattern: RegExp; readonly accepts: string },
): Setting<string> {
  return {
    ...options,
    parse: (value) => {
      if (!options.pattern.test(value)) throw new Error(`must be ${options.accepts}`);
      return value;
    },
  };
}

/** A pattern that nothing at all matches, too. */
export function orNone(pattern: RegExp): RegExp {
  return new RegExp(`^$|${pattern.source}`);
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

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** An address to listen on: a host name or an IP address. */
export function host(options: Described): Setting<string> {
  const accepts = 'a host name or an IP address';
  return {
    ...options,
    accepts,
    parse: (value) => {
      if (isIP(value) === 0 && !/^[a-zA-Z0-9.-]{1,253}$/.test(value)) {
        throw new Error(`must be ${accepts}`);
      }
      return value;
    },
  };
}

/** Host names with commas between: exact, or `*.` and a name for all below it. */
export function hostnames(options: Described): Setting<readonly string[]> {
  const accepts = 'host names such as `forum.example` or `*.forum.example` with commas between';
  return {
    ...options,
    accepts,
    parse: (value) =>
      value.split(',').flatMap((part) => {
        const name = part.trim().toLowerCase();
        if (name === '') return [];
        if (!HOSTNAME.test(name)) throw new Error(`must be ${accepts}: not "${name}"`);
        return [name];
      }),
  };
}

/** Ranges that have a name: of this machine, of one link, of private networks. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses and networks with commas between. */
export function networks(options: Described): Setting<readonly string[]> {
  const accepts =
    'addresses, networks such as `10.0.0.0/8` or `fd00::/8`, `loopback`, `linklocal` and `uniquelocal` with commas between';
  return {
    ...options,
    accepts,
    parse: (value) =>
      value.split(',').flatMap((part) => {
        const network = part.trim().toLowerCase();
        if (network === '') return [];
        if (!NAMED_NETWORKS.includes(network) && !isNetwork(network)) {
          throw new Error(`must be ${accepts}: not "${network}"`);
        }
        return [network];
      }),
  };
}

/** Not `/0`: whoever trusts everybody has no proxy in mind. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...surplus] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || surplus.length > 0) return false;
  if (length === undefined) return true;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : 0;
  return bits >= 1 && bits <= (family === 4 ? 32 : 128);
}

/** What stands in a page for a site. */
export const SITEKEY = /^[A-Za-z0-9_-]{4,100}$/;

/** Twenty characters or more: 2^120 and harder to guess for what is drawn at random. */
export const SECRET = /^[A-Za-z0-9_-]{20,200}$/;

/** As it may follow `Bearer` (RFC 6750), and as hard to guess as a secret. */
export const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]{20,500}={0,12}$/;

/** A host name, or `*.` and one. */
export const HOSTNAME = /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Which origins' scripts may read answers: all, none, or those listed. */
export function origins(options: Described): Setting<'*' | readonly string[]> {
  const accepts = '`*`, `none`, or origins such as `https://forum.example` with commas between';
  return {
    ...options,
    accepts,
    parse: (value) => {
      if (value === '*') return '*';
      if (value === 'none') return [];
      return value.split(',').flatMap((part) => {
        const origin = part.trim();
        if (origin === '') return [];
        if (!isOrigin(origin)) {
          throw new Error(`must be ${accepts}: "${origin}" is not scheme://host[:port]`);
        }
        return [origin];
      });
    },
  };
}

function isOrigin(text: string): boolean {
  return (
    URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
  );
}

/** The base of an HTTP service, without the slash at its end; nothing for none. */
export function url(options: Described): Setting<string> {
  const accepts = 'an address such as `http://collector:4318`';
  return {
    ...options,
    accepts,
    parse: (value) => {
      if (value === '') return '';
      const parsed = URL.canParse(value) ? new URL(value) : undefined;
      const isBase = parsed && /^https?:$/.test(parsed.protocol) && !/[?#@]/.test(value);
      if (!isBase) throw new Error(`must be ${accepts}`);
      return value.replace(/\/+$/, '');
    },
  };
}

/** Names and values with commas between, percent-encoded, as of W3C Baggage. */
export function pairs(options: Described): Setting<Readonly<Record<string, string>>> {
  const accepts = '`name=value` with commas between, percent-encoded';
  return {
    ...options,
    accepts,
    parse: (value) => {
      const parts = value.split(',').filter((part) => part.trim() !== '');
      return Object.fromEntries(
        parts.map((part) => {
          const [, name, text] = /^\s*([A-Za-z0-9._-]+)\s*=\s*([!-~]*)\s*$/.exec(part) ?? [];
          const decoded = attempt(() => decodeURIComponent(text ?? ''));
          // What would end a header begins another one.
          if (!name || decoded === undefined || !/^[\t -~]*$/.test(decoded)) {
            throw new Error(`must be ${accepts}`);
          }
          return [name, decoded];
        }),
      );
    },
  };
}

/** A share, from 0 to 1. */
export function ratio(options: Described): Setting<number> {
  const accepts = 'a number from 0 to 1';
  return {
    ...options,
    accepts,
    parse: (value) => {
      if (!/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(value)) throw new Error(`must be ${accepts}`);
      return Number(value);
    },
  };
}

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

/** Some keys of the server, apart by spaces, commas or line breaks. */
export function secretKeys(options: Described): Setting<readonly string[]> {
  const accepts = `at most ${MOST_ACCEPTED_KEYS} keys of 32 to 512 characters, with spaces, commas or line breaks between`;
  return {
    ...options,
    secret: true,
    accepts,
    parse: (value) => {
      const keys = value.split(/[\s,]+/).filter((key) => key !== '');
      const areRight = keys.every((key) => key.length >= 32 && key.length <= 512);
      if (!areRight || keys.length > MOST_ACCEPTED_KEYS) throw new Error(`must be ${accepts}`);
      return keys;
    },
  };
}

/** Each token is tried with each key, until one fits. */
const MOST_ACCEPTED_KEYS = 4;
