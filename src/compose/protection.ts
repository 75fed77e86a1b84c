import { type Clients, createClients } from '../abuse/clients.ts';
import { createDifficulty } from '../abuse/difficulty.ts';
import type { AbuseEvent } from '../abuse/events.ts';
import { createLimits, type Limits } from '../abuse/limits.ts';
import { createVisitors, type Visitors } from '../http/visitors.ts';
import type { Store } from '../store/store.ts';

/** What the protection is made of. */
export interface ProtectionOptions {
  /** The store that replicas share; undefined for a single replica. */
  readonly shared: Store | undefined;
  /**
   * Makes a bounded store in this process. Counts go there and not among the challenges: whoever makes many
   * of them must not take the room of those.
   */
  readonly createCounts: (maxEntries: number) => Store;
  readonly secretKey: string;
  readonly challengeTtlMs: number;
  /** Budgets in per cent of what `abuse/budgets.ts` says; undefined: nothing is limited. */
  readonly limitPercent: number | undefined;
  /** How much of the service is in use, from 0 to 1. */
  readonly load: () => number;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonicMs: () => number;
  /** Is told what is decided about whoever asks. */
  readonly observe: (event: AbuseEvent) => void;
}

/** What is known of who asks, and how much he may ask for. */
export interface Protection {
  readonly clients: Clients;
  readonly limits: Limits | undefined;
  readonly visitors: Visitors;
}

/** Room for what 16,000 visitors within ten minutes do, at six counts each: 30 MB. */
const MAX_LIMIT_COUNTS = 100_000;

/** Room for 11 visitors a second, each from an address of his own that is known for six hours: 75 MB. */
const MAX_DIFFICULTY_COUNTS = 250_000;

/** Puts limits and difficulty together, each with counts of its own. */
export function createProtection(options: ProtectionOptions): Protection {
  const { shared, createCounts, secretKey, limitPercent, load, nowMs, monotonicMs, observe } =
    options;
  const clients = createClients({ secretKey, nowMs });
  const difficulty = createDifficulty({
    store: shared ?? createCounts(MAX_DIFFICULTY_COUNTS),
    challengeTtlMs: options.challengeTtlMs,
    nowMs,
    load,
    observe,
  });
  const limits =
    limitPercent === undefined
      ? undefined
      : createLimits({
          shared,
          local: createCounts(MAX_LIMIT_COUNTS),
          percent: limitPercent,
          nowMs: monotonicMs,
          observe,
        });
  return { clients, limits, visitors: createVisitors(clients, difficulty) };
}
