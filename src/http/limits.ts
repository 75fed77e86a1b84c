import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cost } from '../abuse/budgets.ts';
import type { Client, Clients } from '../abuse/clients.ts';
import type { Left, Limits, Policy } from '../abuse/limits.ts';
import { LimitedError } from './errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request of this route is counted as. Without it, it is not counted. */
    readonly limit?: LimitRule;
  }
}

/** What one request is counted as. */
export interface Demand {
  readonly cost: Cost;
  /** As how many it counts; by default one. */
  readonly times?: number;
  /** Of a site that is known. Its budget counts, too. */
  readonly sitekey?: string | undefined;
  /** Whether the budgets of the client and its network count. By default they do. */
  readonly isPersonal?: boolean;
}

/**
 * A cost, or what tells it from the request: after its body was read and found valid, before its
 * handler. Undefined for not counted.
 */
export type LimitRule =
  | Cost
  | ((request: FastifyRequest) => Demand | undefined | Promise<Demand | undefined>);

/** What routes may ask of the limits. */
export interface Limiting {
  /** Who sends this request. */
  clientOf(request: FastifyRequest): Client;
  /**
   * Counts what a handler is about to do, where it finds out only itself. Rejects with a LimitedError if
   * it is too much.
   */
  charge(request: FastifyRequest, reply: FastifyReply, demand: Demand): Promise<void>;
}

/** What scripts of other origins may read of an answer, so that they know when to ask again. */
export const LIMIT_HEADERS = ['retry-after', 'ratelimit', 'ratelimit-policy'] as const;

/** What limits are made of. */
export interface LimitingOptions {
  readonly clients: Clients;
  /** Undefined: nothing is limited. */
  readonly limits: Limits | undefined;
}

/**
 * Limits every route that is registered afterwards and has a `limit` in its `config`. The answer has
 * RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-11), whatever it is; beyond
 * a limit an error is thrown, so that each part of the service answers it in its own form.
 */
export function limitRequests(app: FastifyInstance, options: LimitingOptions): Limiting {
  const { clients, limits } = options;
  const clientOf = (request: FastifyRequest): Client => clients.of(request.ip);

  async function charge(
    request: FastifyRequest,
    reply: FastifyReply,
    { cost, sitekey, times, isPersonal = true }: Demand,
  ): Promise<void> {
    if (!limits) return;
    const { policies, left, retryAfterSeconds } = await limits.take({
      cost,
      ...(isPersonal && { client: clientOf(request) }),
      ...(sitekey !== undefined && { sitekey }),
      ...(times !== undefined && { times }),
    });
    addItems(reply, 'ratelimit-policy', policies.map(toPolicyItem));
    addItems(reply, 'ratelimit', left.map(toLimitItem));
    if (retryAfterSeconds === undefined) return;
    throw new LimitedError(
      retryAfterSeconds,
      left.map(({ policy }) => policy.name),
    );
  }

  async function follow(
    rule: LimitRule,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const demand = typeof rule === 'string' ? { cost: rule } : await rule(request);
    if (demand) await charge(request, reply, demand);
  }

  if (limits) {
    // After `onRequest`, which says which other origins may read the answer: a page must see its 429.
    app.addHook('preHandler', (request, reply, done) => {
      const { limit } = request.routeOptions.config;
      if (limit === undefined) done();
      else follow(limit, request, reply).then(() => done(), done);
    });
  }
  return { clientOf, charge };
}

/** A request may be counted twice: by its route, and by its handler for what that finds out. */
function addItems(reply: FastifyReply, name: string, items: readonly string[]): void {
  const before = reply.getHeader(name);
  reply.header(name, [...(before === undefined ? [] : [before]), ...items].join(', '));
}

/** Structured fields (RFC 9651). Our names are lower-case letters and hyphens: nothing to escape. */
function toPolicyItem({ name, quota, windowSeconds }: Policy): string {
  return `"${name}";q=${quota};w=${windowSeconds}`;
}

function toLimitItem({ policy, remaining, resetSeconds }: Left): string {
  return `"${policy.name}";r=${remaining};t=${resetSeconds}`;
}
