import { deriveSeed } from '../base/secrets.ts';
import { networksOf } from './networks.ts';

/** Who asks, as far as it can be known: two names that mean nothing without the key. */
export interface Client {
  /** Of the address's IPv4 /32 or IPv6 /64. */
  readonly narrow: string;
  /** Of its IPv4 /24 or IPv6 /48. */
  readonly wide: string;
}

/** Turns addresses into clients. */
export interface Clients {
  /**
   * The client with this address, in any form. All that is no address is one and the same client.
   * Replicas that share a key agree.
   */
  of(address: string | undefined): Client;
}

/** What clients are named by. */
export interface ClientsOptions {
  readonly secretKey: string;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** How long a name is used. */
  readonly rotateMs?: number;
}

/**
 * A day, by UTC. Who is counted across its end is counted anew: once a day a client has, at most, the
 * budget of one more window. Nothing that is kept under a name needs to outlive it.
 */
export const ROTATE_MS = 86_400_000;

/**
 * 96 bits: among a million clients of a day two have one name with a chance of 1 in 10^17, and the
 * name is short enough to begin a key.
 */
const NAME_BYTES = 12;

/** Where an address should be and is none. */
const UNKNOWN = { narrow: 'unknown', wide: 'unknown' };

/**
 * Names are HMACs of networks. There are few IPv4 addresses, so a plain hash could be turned back by
 * trying all of them; without the key this cannot. Each day has a key of its own, so that names of two
 * days cannot be linked without the key that all days follow from.
 *
 * Addresses are not remembered, not even to save an HMAC.
 */
export function createClients({ secretKey, nowMs, rotateMs = ROTATE_MS }: ClientsOptions): Clients {
  const keyOf = (day: number): string =>
    Buffer.from(deriveSeed(secretKey, 'client', String(day))).toString('hex');
  let day = Number.NaN;
  let key = '';

  function nameOf(network: string): string {
    return Buffer.from(deriveSeed(key, network)).toString('base64url', 0, NAME_BYTES);
  }

  return {
    of: (address) => {
      const today = Math.floor(nowMs() / rotateMs);
      if (today !== day) {
        day = today;
        key = keyOf(day);
      }
      const { narrow, wide } = networksOf(address ?? '') ?? UNKNOWN;
      return { narrow: nameOf(narrow), wide: nameOf(wide) };
    },
  };
}
