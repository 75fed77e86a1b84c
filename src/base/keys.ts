import { deriveSeed } from './secrets.ts';

/** A key of the server, and a name that tells nothing about it. */
export interface Key {
  /** Eight characters, the same in all replicas. What is sealed or kept names its key by them. */
  readonly id: string;
  readonly secret: string;
}

/** The keys of the server: one for all that is new, and others that what is open may hang on. */
export interface Keys {
  readonly current: Key;
  /** The current one first. */
  readonly all: readonly Key[];
  /** The key of this name; undefined if what hangs on it counts no more. */
  find(id: string): Key | undefined;
}

/**
 * The keys of a service. While a key is changed, replicas with the old and the new one serve together:
 * each must accept the other one's.
 */
export function createKeys(current: string, accepted: readonly string[] = []): Keys {
  const newest = createKey(current);
  const all = [newest, ...accepted.filter((secret) => secret !== current).map(createKey)];
  const byId = new Map(all.map((key) => [key.id, key]));
  return { current: newest, all, find: (id) => byId.get(id) };
}

function createKey(secret: string): Key {
  // 48 bits: of the few keys of a service no two have one name.
  return { id: Buffer.from(deriveSeed(secret, 'key id')).toString('base64url', 0, 6), secret };
}
