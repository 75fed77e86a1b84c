import type { Key, Keys } from '../base/keys.ts';
import { newId } from '../base/secrets.ts';
import type { Store } from '../store/store.ts';
import type { Counted } from './events.ts';
import { readJson } from './json.ts';
import type { Purpose } from './redemptions.ts';
import type { SealedChallenges } from './sealed.ts';
import { digest } from './tokens.ts';
import type { Step } from './types.ts';

/** What is known of an open challenge: in the store, or, where work is all, in its name. */
export interface Kept extends Purpose, Step {
  readonly sitekey: string;
  /** Empty where there is nothing to type. */
  readonly answer: string;
  readonly style?: string;
  readonly language?: string;
  readonly epoch: number;
  /** The name of the key from which what is shown, and the puzzle, follow. */
  readonly key: string;
  /** Which step of the ladder the visitor stood at. */
  readonly at: number;
  /** Whether he met the next one instead, because his device cannot work. */
  readonly withoutWork?: boolean;
  /** Whether its answer tells how well people do: the first one of a visitor with nothing against him. */
  readonly isFirst: boolean;
  readonly openedMs: number;
  /** By when it is over, however often it is extended. */
  readonly untilMs: number;
}

/** What the name of a challenge says that nobody keeps. */
interface Sealed extends Kept {
  /** In which memory it will be spent. */
  readonly memory: string;
}

/** What open challenges are kept in. */
export interface KeptChallengesOptions {
  readonly store: Pick<Store, 'set' | 'get' | 'take' | 'extend' | 'increment' | 'memory'>;
  readonly sealed: SealedChallenges;
  readonly keys: Keys;
  /** How long a challenge can be answered, and by how much that time is extended. */
  readonly ttlMs: number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Open challenges, by canonical id. One of a key that is accepted no more is not known. All reject with
 * a StoreError.
 */
export interface KeptChallenges {
  /** A new id for a challenge, which is not kept yet. */
  name(kept: Kept, expiresMs: number): Promise<string>;
  /** Makes a challenge known, unless its name says it all. */
  keep(id: string, kept: Kept): Promise<void>;
  /** What is known of a challenge, which stays. */
  look(id: string): Promise<Kept | undefined>;
  /** What is known of a challenge, for one of all who ask, which spends it. */
  take(id: string): Promise<Kept | undefined>;
  /** Gives up a challenge that is known; true for one of all who ask, or where nobody keeps it. */
  giveUp(id: string, kept: Kept): Promise<boolean>;
  /** Begins its time anew. False for what is gone, or has its time in its name. */
  extend(id: string, kept: Kept): Promise<boolean>;
  /** The key that a known challenge hangs on. */
  keyOf(kept: Kept): Key;
}

/**
 * The clocks of replicas, of the store and of one process before and after it was set may differ so
 * much. A name says until when it is good by the clock of whoever sealed it; a slower one believes it
 * longer.
 */
const CLOCKS_DIFFER_MS = 60_000;

/** Creates the memory of open challenges. */
export function createKeptChallenges(options: KeptChallengesOptions): KeptChallenges {
  const { store, sealed, keys, ttlMs, nowMs } = options;
  const known = (kept: Kept | undefined) => (kept && keys.find(kept.key) ? kept : undefined);
  const parse = (value: string | null) => known(readJson<Kept>(value));

  return {
    name: async (kept, expiresMs) => {
      // The random id makes the name, and with it the puzzle, one of its own.
      const id = newId();
      if (!isSealed(kept)) return id;
      return sealed.seal({ ...kept, id, memory: await store.memory() }, expiresMs);
    },

    keep: async (id, kept) => {
      if (!isSealed(kept)) await store.set(openKey(id), JSON.stringify(kept), ttlMs);
    },

    look: async (id) => {
      const named = sealed.open(id);
      return named ? known(named.payload as Kept) : parse(await store.get(openKey(id)));
    },

    take: async (id) => {
      const named = sealed.open(id);
      if (!named) return parse(await store.take(openKey(id)));
      // Longer than its name is good anywhere: else it could be brought again.
      const markedMs = Math.ceil(named.expiresMs - nowMs()) + CLOCKS_DIFFER_MS;
      const { count } = await store.increment(spentKey(id), markedMs);
      const payload = named.payload as Sealed;
      // Asked last: a store that has forgotten what was spent does not know this name either.
      return count === 1 && payload.memory === (await store.memory()) ? known(payload) : undefined;
    },

    giveUp: async (id, kept) => isSealed(kept) || (await store.take(openKey(id))) !== null,

    extend: async (id, kept) => !isSealed(kept) && store.extend(openKey(id), ttlMs),

    keyOf: (kept) => {
      const key = keys.find(kept.key);
      if (!key) throw new RangeError('a challenge of a key that is not accepted');
      return key;
    },
  };
}

/** Whether nothing about a challenge is a secret: then its name says it all, and nobody keeps it. */
function isSealed({ kind }: Kept): boolean {
  return kind === 'work';
}

/** A challenge as it may be counted. */
export function countedOf({ sitekey, kind, level, style }: Kept): Counted {
  return { sitekey, kind, level, ...(style !== undefined && { style }) };
}

/** Whether something is as named, where it is named at all. */
export function isOf(actual: string, named: string | undefined): boolean {
  return named === undefined || named === actual;
}

/** For what a challenge was asked. */
export function purposeOf({ hostname, action, cdata, scored }: Kept): Purpose {
  return {
    hostname,
    ...(action !== undefined && { action }),
    ...(cdata !== undefined && { cdata }),
    ...(scored && { scored }),
  };
}

// Apart from the classic contract's keys: one may not be answered through the other.
const openKey = (id: string) => `open:${id}`;
const spentKey = (id: string) => `spent:${digest(id)}`;
