import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Store } from '../store/store.ts';
import { BUDGETS, type Cost, NETWORK_FACTOR, SITE_FACTOR, WINDOW_SECONDS } from './budgets.ts';
import type { Client } from './clients.ts';
import { type Counter, createCounter } from './counter.ts';
import type { AbuseEvent } from './events.ts';
import { BucketLimiter, StoreLimiter } from './store-limiter.ts';

/** What a request is counted as, and for whom: at least one of the two. */
export interface Charge {
  readonly cost: Cost;
  readonly client?: Client;
  /** As how many of its kind it counts; by default one. */
  readonly times?: number;
  /** Of a site that exists: whatever else a visitor may send must not become a key of the store. */
  readonly sitekey?: string;
}

/** A budget of a charge. */
export interface Policy {
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
}

/** How much is left of a budget. */
export interface Left {
  readonly policy: Policy;
  readonly remaining: number;
  /** At least 1. */
  readonly resetSeconds: number;
}

/** Whether a request may be served, and what its sender can be told. */
export interface Outcome {
  /** All budgets that apply. */
  readonly policies: readonly Policy[];
  /**
   * The client's own, if it was asked for, and every one that is exceeded. Not those of its network and
   * its site otherwise: how busy those are is no visitor's business.
   */
  readonly left: readonly Left[];
  /** In how many seconds another try makes sense, at least 1; undefined if the request may be served. */
  readonly retryAfterSeconds: number | undefined;
}

/** Budgets for clients, their networks and sites. */
export interface Limits {
  /**
   * Counts a request, once for all its budgets, and tells whether it is within them. Never rejects: while the
   * shared counts are out of reach, those of this process decide.
   */
  take(charge: Charge): Promise<Outcome>;
}

/** Where requests are counted. */
export interface LimitsOptions {
  /** A store that replicas share; undefined for a single replica. */
  readonly shared: Pick<Store, 'increment'> | undefined;
  /**
   * A bounded store of this process: the only one without a shared one, and else what decides while
   * that does not answer. Not the one that keeps challenges: counts must not take their place.
   */
  readonly local: Pick<Store, 'increment'>;
  /** All budgets in per cent of what `budgets.ts` says. */
  readonly percent: number;
  /** Milliseconds on a clock that never goes back. */
  readonly nowMs: () => number;
  /** Is told of each request that is beyond a limit. */
  readonly observe?: (event: AbuseEvent) => void;
}

interface Scope {
  readonly policy: Policy;
  readonly limiter: StoreLimiter;
}

type Scopes = Readonly<Record<'client' | 'network' | 'site', Scope>>;

/** A budget, and whose. */
type Account = readonly [scope: Scope, key: string];

/** Creates the limits. */
export function createLimits(options: LimitsOptions): Limits {
  const { percent, nowMs, observe } = options;
  // Asked even when it was full a moment ago: it has no room for new counts then, and keeps the others.
  const local: Counter = { isUp: () => true, increment: options.local.increment };
  const shared = options.shared && createCounter(options.shared, nowMs);
  const table = new Map<Cost, Scopes>();

  function scopesOf(cost: Cost): Scopes {
    const known = table.get(cost);
    if (known) return known;
    const scopes: Scopes = {
      client: createScope(cost, BUDGETS[cost]),
      network: createScope(`${cost}-network`, BUDGETS[cost] * NETWORK_FACTOR),
      site: createScope(`${cost}-site`, BUDGETS[cost] * SITE_FACTOR),
    };
    table.set(cost, scopes);
    return scopes;
  }

  function createScope(name: string, budget: number): Scope {
    const quota = Math.max(1, Math.round((budget * percent) / 100));
    return {
      policy: { name, quota, windowSeconds: WINDOW_SECONDS },
      limiter: createLimiter(`limit:${name}`, quota, local, shared),
    };
  }

  function accountsOf({ cost, client, sitekey }: Charge): readonly Account[] {
    const scopes = scopesOf(cost);
    return [
      ...(client ? ([[scopes.client, client.narrow]] as const) : []),
      ...(client ? ([[scopes.network, client.wide]] as const) : []),
      ...(sitekey === undefined ? [] : ([[scopes.site, sitekey]] as const)),
    ];
  }

  function refuse({ cost }: Charge, policies: readonly Policy[], left: readonly Left[]): Outcome {
    observe?.({ type: 'limited', cost, budgets: left.map(({ policy }) => policy.name) });
    const retryAfterSeconds = Math.max(...left.map(({ resetSeconds }) => resetSeconds));
    return { policies, left, retryAfterSeconds };
  }

  return {
    take: async (charge) => {
      const accounts = accountsOf(charge);
      const policies = accounts.map(([{ policy }]) => policy);
      // Not counted at all: a client that goes on asking must not use up the budgets of its network
      // and of the site it asks for.
      const blocked = accounts.flatMap(([{ policy, limiter }, key]) => {
        const ms = limiter.blockedMs(key);
        return ms > 0 ? [toLeft(policy, 0, ms)] : [];
      });
      if (blocked.length > 0) return refuse(charge, policies, blocked);
      const results = await Promise.all(
        accounts.map((account) => consume(account, charge.times ?? 1)),
      );
      const exceeded = results.filter(({ isExceeded }) => isExceeded).map(({ left }) => left);
      if (exceeded.length > 0) return refuse(charge, policies, exceeded);
      const left = results.slice(0, 1).map((first) => first.left);
      return { policies, left, retryAfterSeconds: undefined };
    },
  };
}

function createLimiter(
  keyPrefix: string,
  points: number,
  local: Counter,
  shared: Counter | undefined,
): StoreLimiter {
  const buckets = new BucketLimiter({ keyPrefix, points });
  const own = new StoreLimiter({ keyPrefix, points, counter: local, insurance: buckets });
  return shared ? new StoreLimiter({ keyPrefix, points, counter: shared, insurance: own }) : own;
}

async function consume([{ policy, limiter }, key]: Account, points: number) {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key, points);
    return { left: toLeft(policy, remainingPoints, msBeforeNext), isExceeded: false };
  } catch (error) {
    // This is how the library says no.
    if (!(error instanceof RateLimiterRes)) throw error;
    return { left: toLeft(policy, 0, error.msBeforeNext), isExceeded: true };
  }
}

function toLeft(policy: Policy, remaining: number, resetMs: number): Left {
  return { policy, remaining, resetSeconds: Math.max(1, Math.ceil(resetMs / 1000)) };
}
