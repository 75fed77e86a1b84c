import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUDGETS, NETWORK_FACTOR, SITE_FACTOR } from '../../../src/abuse/budgets.ts';
import { createClients } from '../../../src/abuse/clients.ts';
import { createLimits, type LimitsOptions, type Outcome } from '../../../src/abuse/limits.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { type Store, StoreError } from '../../../src/store/store.ts';

const clients = createClients({ secretKey: 'k'.repeat(32), nowMs: () => 0 });
const sound = BUDGETS.sound;

// The library looks at the wall clock, our stores at a monotonic one: here both are one.
const nowMs = () => Date.now();
const pass = (ms: number) => vi.advanceTimersByTime(ms);
beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const memory = (maxEntries = 10_000): Store =>
  createMemoryStore({ maxEntries, maxBytes: 1e8, nowMs });

/** A store that can be taken away, and that tells how often it was asked. */
function createShared() {
  const inner = memory();
  const shared = {
    asked: 0,
    isGone: false,
    increment: async (key: string, windowMs: number, by?: number) => {
      shared.asked++;
      if (shared.isGone) throw new StoreError('unavailable', 'gone');
      return inner.increment(key, windowMs, by);
    },
  };
  return shared;
}

function createTestLimits(options: Partial<LimitsOptions> = {}) {
  const limits = createLimits({
    shared: undefined,
    local: memory(),
    percent: 100,
    nowMs,
    ...options,
  });
  const take = (address: string, sitekey?: string): Promise<Outcome> =>
    limits.take({
      cost: 'sound',
      client: clients.of(address),
      ...(sitekey !== undefined && { sitekey }),
    });
  /** How many of so many requests may be served. */
  const served = async (address: string, requests: number, sitekey?: string): Promise<number> => {
    let count = 0;
    for (let n = 0; n < requests; n++) {
      if ((await take(address, sitekey)).retryAfterSeconds === undefined) count++;
    }
    return count;
  };
  return { limits, take, served };
}

describe('a client', () => {
  it('gets its budget and no more, until the window ends', async () => {
    const { take, served } = createTestLimits();
    expect(await served('192.0.2.1', sound)).toBe(sound);
    pass(100_500);
    expect((await take('192.0.2.1')).retryAfterSeconds).toBe(500);
    pass(499_499);
    expect((await take('192.0.2.1')).retryAfterSeconds).toBe(1);
    pass(1);
    expect(await served('192.0.2.1', sound + 5)).toBe(sound);
  });

  it('that asks all at once gets no more either', async () => {
    const { take } = createTestLimits({ shared: createShared() });
    const outcomes = await Promise.all(Array.from({ length: 3 * sound }, () => take('192.0.2.1')));
    const served = outcomes.filter(({ retryAfterSeconds }) => retryAfterSeconds === undefined);
    expect(served.length).toBe(sound);
  });

  it('does not use up what others have', async () => {
    const { served } = createTestLimits();
    await served('192.0.2.1', 3 * sound);
    expect(await served('192.0.2.2', sound)).toBe(sound);
    expect(await served('198.51.100.1', sound)).toBe(sound);
  });

  it('has a budget for each kind of work', async () => {
    const { limits, served } = createTestLimits();
    await served('192.0.2.1', 2 * sound);
    const client = clients.of('192.0.2.1');
    const { left } = await limits.take({ cost: 'picture', client });
    expect(left.map(({ remaining }) => remaining)).toEqual([BUDGETS.picture - 1]);
    expect(BUDGETS.sound).toBeLessThan(BUDGETS.picture / 2);
  });
});

describe('a network', () => {
  it.each([
    ['a /24 is one', (n: number) => `192.0.2.${n}`],
    ['a /48 is one', (n: number) => `2001:db8:1:${n}::1`],
  ])('has a few budgets, however many addresses: %s', async (_what, addressOf) => {
    const { served } = createTestLimits();
    let count = 0;
    for (let n = 1; n <= 3 * NETWORK_FACTOR; n++) count += await served(addressOf(n), sound);
    expect(count).toBe(NETWORK_FACTOR * sound);
    expect(await served('198.51.100.1', sound)).toBe(sound);
  });
});

describe('a site', () => {
  it('has a budget for all its visitors, and other sites do not share it', async () => {
    const { limits } = createTestLimits({ percent: 1 });
    const most = Math.round((BUDGETS.sound * SITE_FACTOR) / 100);
    const take = (n: number, sitekey: string) => {
      const client = clients.of(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
      return limits.take({ cost: 'sound', client, sitekey });
    };
    let count = 0;
    for (let n = 0; n < 2 * most; n++) {
      // Each from a network of its own.
      if ((await take(n << 8, 'forum')).retryAfterSeconds === undefined) count++;
    }
    expect(count).toBe(most);
    expect(await take((2 * most) << 8, 'shop')).toMatchObject({ retryAfterSeconds: undefined });
  });

  it('does not pay for requests that its visitors may not make', async () => {
    const shared = createShared();
    const { served, take } = createTestLimits({ shared });
    await served('192.0.2.1', sound + 1, 'forum');
    const { asked } = shared;
    expect(await served('192.0.2.1', 1000, 'forum')).toBe(0);
    expect(shared.asked).toBe(asked);
    const { left } = await take('192.0.2.9', 'forum');
    expect(left).toMatchObject([{ remaining: sound - 1 }]);
  });
});

describe('a request for a site that comes from its server', () => {
  it('is counted for the site alone', async () => {
    const { limits } = createTestLimits();
    const { policies, left } = await limits.take({ cost: 'verify', sitekey: 'forum' });
    expect(policies.map(({ name }) => name)).toEqual(['verify-site']);
    expect(left).toMatchObject([{ remaining: BUDGETS.verify * SITE_FACTOR - 1 }]);
  });
});

describe('what is told', () => {
  it('is the budgets that apply, and what is left of the client’s own', async () => {
    const { take } = createTestLimits();
    expect(await take('192.0.2.1', 'forum')).toEqual({
      policies: [
        { name: 'sound', quota: sound, windowSeconds: 600 },
        { name: 'sound-network', quota: sound * NETWORK_FACTOR, windowSeconds: 600 },
        { name: 'sound-site', quota: sound * SITE_FACTOR, windowSeconds: 600 },
      ],
      left: [
        {
          policy: { name: 'sound', quota: sound, windowSeconds: 600 },
          remaining: sound - 1,
          resetSeconds: 600,
        },
      ],
      retryAfterSeconds: undefined,
    });
  });

  it('is which budget is exceeded', async () => {
    const { take, served } = createTestLimits();
    for (let n = 1; n <= NETWORK_FACTOR; n++) await served(`192.0.2.${n}`, sound);
    const first = await take('192.0.2.200');
    expect(first.left.map(({ policy }) => policy.name)).toEqual(['sound-network']);
    // The second is not counted, and is told the same.
    expect(await take('192.0.2.200')).toEqual(first);
  });
});

describe('without the shared store', () => {
  it('each process limits by itself, and asks for the store no more than once a second', async () => {
    const shared = createShared();
    const { served } = createTestLimits({ shared });
    shared.isGone = true;
    expect(await served('192.0.2.1', 3 * sound)).toBe(sound);
    // Those of one request go out together.
    expect(shared.asked).toBe(2);
    pass(1000);
    expect(await served('192.0.2.2', 3 * sound)).toBe(sound);
    expect(shared.asked).toBe(4);
  });

  it('a client that is over its limit does not use up its network’s budget', async () => {
    const shared = createShared();
    const { served } = createTestLimits({ shared });
    shared.isGone = true;
    expect(await served('192.0.2.1', 5 * NETWORK_FACTOR * sound)).toBe(sound);
    expect(await served('192.0.2.2', sound)).toBe(sound);
  });

  it('a client that was over the shared limit stays so', async () => {
    const shared = createShared();
    const { served } = createTestLimits({ shared });
    await served('192.0.2.1', sound + 1);
    shared.isGone = true;
    expect(await served('192.0.2.1', 5 * NETWORK_FACTOR * sound)).toBe(0);
    // None of that was at the cost of its network.
    expect(await served('192.0.2.2', sound)).toBe(sound);
  });

  it('the shared counts decide again when they are back', async () => {
    const shared = createShared();
    const [one, other] = [createTestLimits({ shared }), createTestLimits({ shared })];
    await one.served('192.0.2.1', sound / 2);
    shared.isGone = true;
    await one.served('192.0.2.1', 2 * sound);
    shared.isGone = false;
    pass(1000);
    expect(await one.served('192.0.2.1', 10)).toBe(10);
    expect(await other.served('192.0.2.1', 2 * sound)).toBe(sound / 2 - 10);
  });
});

describe('when there is no room for more counts', () => {
  it('newcomers share the budgets of few places, and nobody’s own count is dropped', async () => {
    const { served } = createTestLimits({ local: memory(200) });
    await served('192.0.2.1', sound - 1);
    const addressOf = (n: number) => `10.${n >> 8}.${n & 255}.1`;
    for (let n = 0; n < 14_000; n++) await served(addressOf(n), 1);
    expect(await served('192.0.2.1', 5)).toBe(1);
    // 14,000 newcomers fill three or four units of each of 4,096 places, and a single one cannot have more.
    const newcomer = await served('198.51.100.1', 2 * sound);
    expect(newcomer).toBeGreaterThan(sound - 30);
    expect(newcomer).toBeLessThan(sound);
    expect(await served('198.51.100.1', 10)).toBe(0);
  });
});

describe('whoever observes', () => {
  it('is told of each request beyond a limit, and by which budgets', async () => {
    const events: unknown[] = [];
    const { served } = createTestLimits({ percent: 1, observe: (event) => events.push(event) });
    await served('192.0.2.1', 1, 'forum');
    expect(events).toEqual([]);
    await served('192.0.2.1', 2, 'forum');
    const limited = { type: 'limited', cost: 'sound', budgets: ['sound'] };
    expect(events).toEqual([limited, limited]);
  });
});

describe('budgets', () => {
  it('follow the percentage, and are never nothing', async () => {
    expect(await createTestLimits({ percent: 50 }).served('192.0.2.1', 100)).toBe(sound / 2);
    expect(await createTestLimits({ percent: 1 }).served('192.0.2.1', 100)).toBe(1);
  });
});
