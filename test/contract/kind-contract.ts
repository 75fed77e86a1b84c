import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenChallenge } from '../../src/challenge/opening.ts';
import type { KindName, Level, WorkLevel } from '../../src/challenge/types.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { solveWork } from '../support/solve-work.ts';

/** How the contract meets one kind. */
export interface KindUnderTest {
  readonly kind: KindName;
  /** What an attacker pays for one that passes at a level, in any unit: a measurement, or a count. */
  cost(level: Level): number;
}

const TTL_MS = 120_000;
/** Each kind with work, as it is served; pictures without it, too, as the page without scripts shows them. */
const workOf = (kind: KindName): readonly WorkLevel[] => (kind === 'picture' ? [0, 1] : [1]);

/** What a challenge of every kind guarantees, with and without work beside it. */
export function describeKind({ kind, cost }: KindUnderTest): void {
  describe.each(workOf(kind))(`a challenge of ${kind} with work %i`, (work) => {
    let service: TestApp;
    beforeAll(async () => {
      const ladder = [{ kind, level: 1, work }] as const;
      service = await createTestApp({
        sites: [{ ...TEST_SITE, policy: { ladder, alternatives: [] } }],
      });
    });
    afterAll(() => service.app.close());

    const post = async (path: string, payload: object) =>
      (await service.app.inject({ method: 'POST', url: `/v1/${path}`, payload })).json();
    const open = (): Promise<OpenChallenge> => post('challenges', { sitekey: TEST_SITE.sitekey });
    const solve = (challenge: OpenChallenge) => ({
      ...(kind !== 'work' && { answer: service.answerOf(challenge.id) }),
      ...(challenge.work && { work: solveWork(challenge.work) }),
    });
    const answer = ({ id }: OpenChallenge, attempt: object) =>
      post(`challenges/${id}/answer`, attempt);
    const redeem = (response: string) => post('siteverify', { secret: TEST_SITE.secret, response });

    it('passes with the right answer, once, and the site learns its kind', async () => {
      const challenge = await open();
      const { solved, token } = await answer(challenge, solve(challenge));
      expect(solved).toBe(true);
      expect(await redeem(token)).toMatchObject({ success: true, kind, level: 1 });
      expect(await redeem(token)).toMatchObject({ success: false });
    });

    it('yields one token, however many right answers come at once', async () => {
      const challenge = await open();
      const right = solve(challenge);
      const all = await Promise.all(Array.from({ length: 20 }, () => answer(challenge, right)));
      const tokens = new Set(all.filter(({ solved }) => solved).map(({ token }) => token));
      expect(tokens.size).toBe(1);
      const [token = ''] = tokens;
      await redeem(token);
      // The same answer sent again is the same token again: spent.
      const { token: again = token } = await answer(challenge, right);
      expect(await redeem(again)).toMatchObject({ success: false });
    });

    it('is burnt by a wrong answer', async () => {
      const challenge = await open();
      const right = solve(challenge);
      const wrong = kind === 'work' ? { work: '1.2.3.4' } : { ...right, answer: 'WRONG' };
      expect(await answer(challenge, wrong)).toMatchObject({ solved: false });
      expect(await answer(challenge, right)).toEqual({ solved: false, reason: 'gone' });
    });

    it('is over when its time is', async () => {
      const challenge = await open();
      const right = solve(challenge);
      service.clock.nowMs += TTL_MS;
      expect(await answer(challenge, right)).toEqual({ solved: false, reason: 'gone' });
    });

    it('takes any text for an answer', async () => {
      for (const text of ['', ' ', '\0', '💣'.repeat(400), '__proto__', '../..', '٣'.repeat(99)]) {
        const challenge = await open();
        const verdict = await answer(challenge, { answer: text, work: text });
        expect(verdict).toMatchObject({ solved: false });
      }
    });

    it.runIf(work > 0)(
      'does not pass without its work, and does not tell whether it was right',
      async () => {
        for (const guess of ['right', 'wrong']) {
          const challenge = await open();
          const { work: _, ...rest } = solve(challenge);
          const attempt = guess === 'right' ? rest : { answer: 'WRONG' };
          expect(await answer(challenge, attempt)).toEqual({ solved: false, reason: 'work' });
        }
      },
    );

    it.runIf(kind !== 'work')(
      'shows the same bytes for the same id, and others for others',
      async () => {
        const media = async (id: string) =>
          (await service.app.inject({ url: `/v1/challenges/${id}/media` })).rawPayload;
        const [one, other] = [await open(), await open()];
        const first = await media(one.id);
        expect((await media(one.id)).equals(first)).toBe(true);
        expect((await media(one.id.toUpperCase())).equals(first)).toBe(true);
        expect((await media(other.id)).equals(first)).toBe(false);
      },
    );
  });

  it(`a higher level of ${kind} is not cheaper`, () => {
    expect(cost(2)).toBeGreaterThanOrEqual(cost(1));
    expect(cost(3)).toBeGreaterThanOrEqual(cost(2));
  });
}
