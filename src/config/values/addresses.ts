import { isIP } from 'node:net';
import { type Described, readList, type Setting } from './setting.ts';

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
      readList(value.toLowerCase(), (name) => {
        if (!HOSTNAME.test(name)) throw new Error(`must be ${accepts}: not "${name}"`);
        return name;
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
      readList(value.toLowerCase(), (network) => {
        if (!NAMED_NETWORKS.includes(network) && !isNetwork(network)) {
          throw new Error(`must be ${accepts}: not "${network}"`);
        }
        return network;
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
      return readList(value, (origin) => {
        if (!isOrigin(origin)) {
          throw new Error(`must be ${accepts}: "${origin}" is not scheme://host[:port]`);
        }
        return origin;
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
