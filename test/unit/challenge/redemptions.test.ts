import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { createRedemptions, type Solved } from '../../../src/challenge/redemptions.ts';
import { createSites, type Site } from '../../../src/challenge/sites.ts';
import { createTokens } from '../../../src/challenge/tokens.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { FORUM, SECRET_KEY, SHOP, START_MS, TOKEN_TTL_MS } from '../../support/domain.ts';

function setUp(tokenTtlMs = TOKEN_TTL_MS) {
  const clock = { nowMs: START_MS };
  const nowMs = () => clock.nowMs;
  const store = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs });
  const keys = createKeys(SECRET_KEY);
  const tokens = createTokens(keys, nowMs);
  const redemptions = createRedemptions({ store, tokens, keys, tokenTtlMs, nowMs });
  return { clock, store, keys, redemptions };
}

const sites = createSites([FORUM, SHOP]);
const forum = sites.find('forum') as Site;
const solved: Solved = {
  hostname: 'forum.example',
  sitekey: 'forum',
  kind: 'picture',
  level: 2,
  solvedMs: START_MS,
  signals: { solveMs: 5000, tooFast: false, honeypot: false, step: 0 },
};
const SPENT = { ok: false, reason: 'spent' };
const GOOD = { ok: true, solved };

let all: ReturnType<typeof setUp>;
let token: string;
beforeEach(async () => {
  all = setUp();
  ({ token } = await all.redemptions.grant('id', 'answer', solved));
});

describe('a token', () => {
  it('is redeemed once, for what was solved', async () => {
    const { redemptions } = all;
    expect(await redemptions.redeem(forum, token)).toMatchObject(GOOD);
    expect(await redemptions.redeem(forum, token)).toEqual(SPENT);
  });

  it('is redeemed for one of 20 who ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => all.redemptions.redeem(forum, token)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is unknown at another site, and any other text is unknown', async () => {
    const unknown = { ok: false, reason: 'unknown' };
    expect(await all.redemptions.redeem(sites.find('shop') as Site, token)).toEqual(unknown);
    for (const text of ['', token.slice(1), `${token}A`]) {
      expect(await all.redemptions.redeem(forum, text)).toEqual(unknown);
    }
    expect(await all.redemptions.redeem(forum, token)).toMatchObject(GOOD);
  });

  it('is good until its time is over', async () => {
    const { redemptions, clock } = all;
    const { token: other, expiresMs } = await redemptions.grant('other', 'answer', solved);
    expect(expiresMs).toBe(START_MS + TOKEN_TTL_MS);
    clock.nowMs = expiresMs - 1;
    expect(await redemptions.redeem(forum, token)).toMatchObject(GOOD);
    clock.nowMs = expiresMs;
    expect(await redemptions.redeem(forum, other)).toEqual({ ok: false, reason: 'expired' });
  });

  it('is not given when the store cannot keep it', async () => {
    vi.spyOn(all.store, 'set').mockRejectedValueOnce(new Error('full'));
    await expect(all.redemptions.grant('other', 'answer', solved)).rejects.toThrow('full');
  });

  it('is good though what is only for who loses the reply could not be kept', async () => {
    const { store, redemptions } = all;
    const { set } = store;
    store.set = (key, ...rest) =>
      key.startsWith('solved:') ? Promise.reject(new Error('full')) : set(key, ...rest);
    const granted = await redemptions.grant('other', 'answer', solved);
    expect(await redemptions.redeem(forum, granted.token)).toMatchObject(GOOD);
  });
});

describe('whoever lost the reply to an answer', () => {
  it('gets the same token for the same answer to the same challenge', async () => {
    const { redemptions } = all;
    const again = { ok: true, token, expiresMs: START_MS + TOKEN_TTL_MS };
    expect(await redemptions.repeat('id', 'answer')).toEqual(again);
    expect(await redemptions.repeat('id', 'answer', 'forum')).toEqual(again);
    expect(await redemptions.repeat('id', 'other')).toBeNull();
    expect(await redemptions.repeat('other', 'answer')).toBeNull();
    expect(await redemptions.repeat('id', 'answer', 'shop')).toBeNull();
  });

  it('gets it within a minute, and no longer than it is good', async () => {
    const { redemptions, clock } = all;
    clock.nowMs += 59_999;
    expect(await redemptions.repeat('id', 'answer')).not.toBeNull();
    clock.nowMs += 1;
    expect(await redemptions.repeat('id', 'answer')).toBeNull();
    const short = setUp(10_000);
    await short.redemptions.grant('id', 'answer', solved);
    short.clock.nowMs += 10_000;
    expect(await short.redemptions.repeat('id', 'answer')).toBeNull();
  });

  it('gets nothing once the key is not accepted any more', async () => {
    vi.spyOn(all.keys, 'find').mockReturnValue(undefined);
    expect(await all.redemptions.repeat('id', 'answer')).toBeNull();
  });

  it('may have answered a challenge with a name of any length', async () => {
    const { redemptions, store } = all;
    const set = vi.spyOn(store, 'set');
    const id = 'x'.repeat(3000);
    const granted = await redemptions.grant(id, 'answer', solved);
    expect(await redemptions.repeat(id, 'answer')).toEqual(granted);
    for (const [key] of set.mock.calls) expect(key.length).toBeLessThan(60);
    await redemptions.grant('y'.repeat(36), 'answer', solved);
    expect(set.mock.calls.at(-1)?.[0]).toBe(`solved:${'y'.repeat(36)}`);
  });
});

describe('a server that says how it would ask again', () => {
  it('is told the same again within a minute, and nobody else is', async () => {
    const { redemptions, clock } = all;
    expect(await redemptions.redeem(forum, token, 'once')).toMatchObject(GOOD);
    clock.nowMs += 59_999;
    expect(await redemptions.redeem(forum, token, 'once')).toMatchObject(GOOD);
    expect(await redemptions.redeem(forum, token, 'twice')).toEqual(SPENT);
    expect(await redemptions.redeem(forum, token)).toEqual(SPENT);
    clock.nowMs += 1;
    expect(await redemptions.redeem(forum, token, 'once')).toEqual(SPENT);
  });

  it('does not get the token back: it can ask again', async () => {
    const { redemptions } = all;
    const redeemed = await redemptions.redeem(forum, token, 'once');
    if (redeemed.ok) await redeemed.restore();
    expect(await redemptions.redeem(forum, token)).toEqual(SPENT);
  });
});

describe('a reply that could not be delivered', () => {
  it('makes its token good again, once', async () => {
    const { redemptions } = all;
    const redeemed = await redemptions.redeem(forum, token);
    if (redeemed.ok) await redeemed.restore();
    expect(await redemptions.redeem(forum, token)).toMatchObject(GOOD);
    expect(await redemptions.redeem(forum, token)).toEqual(SPENT);
  });

  it('does not make it good any longer than it was', async () => {
    const { redemptions, clock, store } = all;
    const release = vi.spyOn(store, 'release');
    clock.nowMs = START_MS + TOKEN_TTL_MS - 1.5;
    const redeemed = await redemptions.redeem(forum, token);
    if (!redeemed.ok) throw new Error('the token is good');
    await redeemed.restore();
    expect(release).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^token:/),
      expect.any(String),
      2,
    );
    clock.nowMs = START_MS + TOKEN_TTL_MS;
    await redeemed.restore();
    expect(release).toHaveBeenCalledTimes(1);
  });
});

describe('a store that fails while a token is redeemed', () => {
  /** Claims, but the reply is lost. */
  async function loseReply(idempotencyKey?: string) {
    const { store, redemptions } = all;
    const { claim } = store;
    store.claim = async (...args) => {
      await claim(...args);
      throw new Error('no answer');
    };
    await expect(redemptions.redeem(forum, token, idempotencyKey)).rejects.toThrow('no answer');
    store.claim = claim;
  }

  it('costs nobody the token', async () => {
    await loseReply();
    expect(await all.redemptions.redeem(forum, token)).toMatchObject(GOOD);
    expect(await all.redemptions.redeem(forum, token)).toEqual(SPENT);
  });

  it('leaves it to who can ask again, and to nobody else', async () => {
    await loseReply('once');
    expect(await all.redemptions.redeem(forum, token)).toEqual(SPENT);
    expect(await all.redemptions.redeem(forum, token, 'once')).toMatchObject(GOOD);
  });

  it('is not asked for the token before it has taken it back', async () => {
    await loseReply();
    vi.spyOn(all.store, 'release').mockRejectedValueOnce(new Error('still down'));
    await expect(all.redemptions.redeem(forum, token)).rejects.toThrow('still down');
    expect(await all.redemptions.redeem(forum, token)).toMatchObject(GOOD);
  });
});
