import { randomBytes } from 'node:crypto';

/**
 * Short strings that expire: the persistence manager. It knows nothing of captchas.
 *
 * Every implementation passes the suite in `test/contract/store-contract.ts`. A method that cannot
 * keep its promise rejects with a StoreError within the implementation's time limit: it never
 * hangs, and never answers "not there" for "I could not look".
 */
export interface Store {
  /**
   * Keeps `value` under `key` for `ttlMs` milliseconds (a whole number of at least 1), replacing
   * what was there. An entry that has not expired is never dropped to make room: a full store
   * rejects with the code `full` instead.
   */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Reads and deletes in one step: of any number of concurrent callers exactly one gets the value,
   * the others get null. Null, too, for a key that was never set or has expired.
   */
  take(key: string): Promise<string | null>;
  /**
   * Takes for a name: of any number of concurrent names exactly one gets the value, and gets it again as
   * often as it asks, for `keepMs` milliseconds and never beyond the time of the value; the others get
   * null. Whoever is not told, because the reply was lost, may ask again, or {@link release} it.
   */
  claim(key: string, name: string, keepMs: number): Promise<string | null>;
  /**
   * Gives back what this name has claimed, for `ttlMs` milliseconds from now, to whoever claims or takes
   * it then. Nothing happens if it has not, or if that is over. Works in a full store, too.
   */
  release(key: string, name: string, ttlMs: number): Promise<void>;
  /** Reads and leaves it there. Null for a key that was never set, was taken or has expired. */
  get(key: string): Promise<string | null>;
  /**
   * Lets what is kept under `key` live for `ttlMs` milliseconds from now, in one step: what was taken
   * or has expired does not come back. Whether there was anything.
   */
  extend(key: string, ttlMs: number): Promise<boolean>;
  /**
   * Adds `by` (a whole number, by default 1; below 0 to take back) to the count under `key`, in one step,
   * and tells the sum and in how many milliseconds the count is forgotten. The first addition begins a
   * window of `windowMs` (a whole number of at least 1); later ones never lengthen it. A count can be
   * looked at with `get`, as decimal digits. Never mixed with `set` under one key.
   */
  increment(key: string, windowMs: number, by?: number): Promise<Count>;
  /**
   * A name of what is remembered: the same for all who use this store, and another one after it has
   * forgotten everything.
   */
  memory(): Promise<string>;
  /** Resolves when a `set` or `take` made now would be answered. */
  ping(): Promise<void>;
  /** Frees everything the store holds open. Idempotent; other calls reject afterwards. */
  close(): Promise<void>;
}

/** A sum, and when it is forgotten. */
export interface Count {
  readonly count: number;
  readonly resetMs: number;
}

/** A name for a memory that begins now. */
export function newMemoryName(): string {
  return randomBytes(6).toString('base64url');
}

/** Why a store could not do as asked: `unavailable`, no answer; `full`, no room for more. */
export type StoreErrorCode = 'unavailable' | 'full';

/** A broken or exhausted store. The caller's request may be sound: try again later. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
