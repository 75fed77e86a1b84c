import { newMemoryName, type Store, StoreError } from './store.ts';

/** How much a memory store may hold, and how it tells the time. */
export interface MemoryStoreOptions {
  /** The most entries held at once. */
  readonly maxEntries: number;
  /** The most bytes held at once, by the estimate of {@link bytesOf}. */
  readonly maxBytes: number;
  /** Milliseconds on a clock that never goes back. */
  readonly nowMs: () => number;
}

interface Entry {
  readonly value: string;
  readonly expiresMs: number;
  readonly bytes: number;
  /** The keys of all that expire in the same second, this one's among them. */
  readonly slot: Set<string>;
}

/**
 * V8's cost of an entry beside its characters, rounded up: two strings of 16 bytes of header, the
 * entry of 48, a map slot of 36 at half load, and a set slot of 24 at half load.
 */
const ENTRY_OVERHEAD_BYTES = 200;

/** Entries that expire in the same second are found together when that second has passed. */
const SLOT_MS = 1000;

/**
 * A store in this process's memory: fast, for a single replica, empty after a restart.
 *
 * Expiry needs no timer: each operation checks the entry it touches, and the first operation of a
 * new second removes everything that expired in the seconds before. Between operations an idle
 * store keeps what it has, which is bounded.
 *
 * When full it refuses with a StoreError `full`. The alternative, dropping the oldest entry, would
 * let anybody who asks for captchas fast enough make every visitor's right answer wrong.
 */
export function createMemoryStore(options: MemoryStoreOptions): Store {
  const { maxEntries, maxBytes, nowMs } = options;
  const entries = new Map<string, Entry>();
  const slots = new Map<number, Set<string>>();
  let bytes = 0;
  let sweptSlot = slotOf(nowMs());
  const name = newMemoryName();
  let closed = false;

  function remove(key: string, { bytes: freed, slot }: Entry): void {
    entries.delete(key);
    bytes -= freed;
    slot.delete(key);
  }

  function sweep(now: number): void {
    const current = slotOf(now);
    // Stryker disable next-line ConditionalExpression: without it nothing is wrong but the time it takes
    if (current === sweptSlot) return;
    sweptSlot = current;
    for (const [number, keys] of slots) {
      if (number >= current) continue;
      for (const key of keys) remove(key, entries.get(key) as Entry);
      slots.delete(number);
    }
  }

  function open(): number {
    if (closed) throw new StoreError('unavailable', 'the memory store is closed');
    const now = nowMs();
    sweep(now);
    return now;
  }

  function slotAt(expiresMs: number): Set<string> {
    const number = slotOf(expiresMs);
    const slot = slots.get(number) ?? new Set();
    slots.set(number, slot);
    return slot;
  }

  function put(key: string, value: string, expiresMs: number): void {
    const previous = entries.get(key);
    const nextEntries = entries.size + (previous ? 0 : 1);
    const nextBytes = bytes + bytesOf(key, value) - (previous?.bytes ?? 0);
    if (nextEntries > maxEntries || nextBytes > maxBytes) {
      throw new StoreError('full', 'the memory store is full');
    }
    enter(key, value, expiresMs);
  }

  function enter(key: string, value: string, expiresMs: number): void {
    const previous = entries.get(key);
    const entryBytes = bytesOf(key, value);
    const slot = slotAt(expiresMs);
    // A count that goes on stays where it is. Windows end together: leaving a set of 100,000 and entering
    // it again at each addition made it grow and be copied.
    // Stryker disable next-line ConditionalExpression: what left would enter again below
    if (previous && previous.slot !== slot) previous.slot.delete(key);
    slot.add(key);
    entries.set(key, { value, expiresMs, bytes: entryBytes, slot });
    bytes += entryBytes - (previous?.bytes ?? 0);
  }

  function look(key: string, now: number): string | null {
    const entry = entries.get(key);
    return entry && entry.expiresMs > now ? entry.value : null;
  }

  /** Under another name it is the same entry: a full store has room for it. */
  function move(from: string, to: string, expiresMs: number): void {
    const entry = entries.get(from);
    if (!entry) return;
    remove(from, entry);
    enter(to, entry.value, expiresMs);
  }

  return {
    set: async (key, value, ttlMs) => put(key, value, open() + ttlMs),

    // Nothing awaits between the look-up and the removal: one step for every concurrent caller.
    take: async (key) => {
      const now = open();
      const entry = entries.get(key);
      if (!entry) return null;
      remove(key, entry);
      return entry.expiresMs > now ? entry.value : null;
    },

    claim: async (key, name, keepMs) => {
      const now = open();
      const claimed = claimedKey(key, name);
      const left = entries.get(key);
      if (left && look(claimed, now) === null) {
        move(key, claimed, Math.min(left.expiresMs, now + keepMs));
      }
      return look(claimed, now);
    },

    release: async (key, name, ttlMs) => {
      const now = open();
      const claimed = claimedKey(key, name);
      if (look(claimed, now) !== null && look(key, now) === null) move(claimed, key, now + ttlMs);
    },

    get: async (key) => look(key, open()),

    extend: async (key, ttlMs) => {
      const now = open();
      const value = look(key, now);
      if (value === null) return false;
      put(key, value, now + ttlMs);
      return true;
    },

    increment: async (key, windowMs, by = 1) => {
      const now = open();
      const entry = entries.get(key);
      const isCounting = entry !== undefined && entry.expiresMs > now;
      const expiresMs = isCounting ? entry.expiresMs : now + windowMs;
      const count = (isCounting ? Number(entry.value) : 0) + by;
      put(key, String(count), expiresMs);
      return { count, resetMs: Math.ceil(expiresMs - now) };
    },

    memory: async () => {
      open();
      return name;
    },

    ping: async () => {
      open();
    },

    close: async () => {
      closed = true;
    },
  };
}

/** Apart from every key that is set: none holds a NUL. */
function claimedKey(key: string, name: string): string {
  return `${key}\0${name}`;
}

/** What an entry counts against `maxBytes`: two bytes a character, the most V8 uses, and a flat cost. */
function bytesOf(key: string, value: string): number {
  return 2 * (key.length + value.length) + ENTRY_OVERHEAD_BYTES;
}

function slotOf(timeMs: number): number {
  return Math.floor(timeMs / SLOT_MS);
}
