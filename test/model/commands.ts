import { type Arbitrary, type AsyncCommand, constantFrom, integer, nat, tuple } from 'fast-check';
import { expect } from 'vitest';
import type { Outcome } from '../../src/challenge/judging.ts';
import type { OpenChallenge } from '../../src/challenge/opening.ts';
import type { Services } from '../../src/compose/services.ts';
import {
  CHALLENGE_TTL_MS,
  CLOCK_ERROR_MS,
  isAccepted,
  isOpen,
  MOST_TIMES,
  type Model,
  type ModelChallenge,
  type ModelToken,
  PASS_MS,
  REPEAT_MS,
  repeated,
  TOKEN_TTL_MS,
  worth,
} from './model.ts';
import { EPOCH_MS, type Real } from './real.ts';

export type Step = AsyncCommand<Model, Real, true>;

const PURPOSE = { hostname: 'forum.example' };
const PAGE = { hostname: 'forum.example' };
const WISH = { step: 0 };

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return { check: async () => true, run, toString: () => name };
}

/** A step about one of the challenges or tokens that there have been. */
function about<T>(
  name: string,
  of: (model: Model) => readonly T[],
  at: number,
  run: (subject: T, model: Model, real: Real) => Promise<void>,
): Step {
  return {
    check: async (model) => of(model).length > 0,
    run: (model, real) => {
      const all = of(model);
      // Counted from the newest, which most is still to happen to.
      return run(all[all.length - 1 - (at % all.length)] as T, model, real);
    },
    toString: () => `${name}(${at})`,
  };
}

const challenges = ({ challenges: all }: Model) => all;
const tokens = ({ tokens: all }: Model) => all;

/** Everything that may happen to a service, each in the words of somebody who watches. */
export const steps: readonly Arbitrary<Step>[] = [
  constantFrom('classic', 'picture', 'work').map((kind) =>
    step(`issue ${kind}`, (model, real) => issue(kind, model, real)),
  ),
  tuple(nat(9), integer({ min: 1, max: 3 })).map(([at, times]) =>
    about(`answer right, ${times} at once`, challenges, at, (challenge, model, real) =>
      answer(challenge, challenge.right, times, model, real),
    ),
  ),
  nat(9).map((at) =>
    about('answer wrong', challenges, at, (challenge, model, real) =>
      answer(challenge, challenge.kind === 'work' ? '0.0.0.0' : 'WRONG', 1, model, real),
    ),
  ),
  tuple(nat(5), integer({ min: 1, max: 3 })).map(([at, times]) =>
    about(`redeem, ${times} at once`, tokens, at, (token, model, real) =>
      redeem(token, times, model, real),
    ),
  ),
  nat(5).map((at) => about('extend', challenges, at, extend)),
  integer({ min: 2, max: 14 }).map((times) =>
    about(`extend, ${times} times in a row`, challenges, 0, async (challenge, model, real) => {
      for (let n = 0; n < times; n++) {
        await extend(challenge, model, real);
        await pass(4 * PASS_MS, model, real);
      }
    }),
  ),
  nat(5).map((at) => about('refresh', challenges, at, refresh)),
  constantFrom(1, 2, 5, 13).map((times) =>
    step(`${times * PASS_MS} ms pass`, (model, real) => pass(times * PASS_MS, model, real)),
  ),
  integer({ min: -CLOCK_ERROR_MS, max: CLOCK_ERROR_MS }).map((ms) =>
    step(`the clock is set to ${ms} ms beside the time`, async (model) => {
      model.wallMs = model.storeMs + ms;
    }),
  ),
  constantFrom(
    step('the store forgets everything', async ({ challenges: all, tokens: given }, real) => {
      for (const challenge of all) {
        challenge.isSpent = true;
        challenge.repeatUntilMs = 0;
      }
      for (const token of given) token.isSpent = true;
      await real.time.forget();
    }),
  ),
  constantFrom(
    step('the key is changed', async (model, real) => {
      model.key++;
      real.rotateKeys();
    }),
  ),
];

async function issue(kind: ModelChallenge['kind'], model: Model, real: Real): Promise<void> {
  if (kind === 'classic') {
    const { id } = await real.next().classicChallenges.issue();
    const right = real.kept(`challenge:${id}`)?.split(':')[1] ?? '';
    const untilMs = model.storeMs + CHALLENGE_TTL_MS;
    model.challenges.push({ id, kind, right, key: model.key, untilMs, lastMs: 0, isSpent: false });
    return;
  }
  const opened = await real.next().siteChallenges.open(real.site, PURPOSE, { ...WISH, kind });
  if (!opened) throw new Error('the site offers every kind');
  note(opened, kind, model, real);
}

function note(
  { id, expiresMs }: Pick<OpenChallenge, 'id' | 'expiresMs'>,
  kind: 'picture' | 'work',
  model: Model,
  real: Real,
): void {
  expect(model.challenges.some((other) => other.id === id)).toBe(false);
  expect(expiresMs - EPOCH_MS).toBe(model.wallMs + CHALLENGE_TTL_MS);
  const kept = real.kept(`open:${id}`);
  const right = kept ? (JSON.parse(kept) as { answer: string }).answer : real.solution();
  model.challenges.push({
    id,
    kind,
    right,
    key: model.key,
    untilMs: (kind === 'work' ? model.wallMs : model.storeMs) + CHALLENGE_TTL_MS,
    lastMs: model.wallMs + MOST_TIMES * CHALLENGE_TTL_MS,
    isSpent: false,
  });
}

/** Sends an answer so many times at once, through both replicas. */
async function answer(
  challenge: ModelChallenge,
  guess: string,
  times: number,
  model: Model,
  real: Real,
): Promise<void> {
  const { id, kind } = challenge;
  const isRight = guess === challenge.right;
  const wasOpen = isOpen(model, challenge);
  const before = isRight ? repeated(model, challenge) : undefined;
  const replicas = Array.from({ length: times }, (_, n) => real.both()[n % 2] as Services);
  if (wasOpen) challenge.isSpent = true;
  if (kind === 'classic') {
    const verdicts = await Promise.all(
      replicas.map(({ classicChallenges }) => classicChallenges.answer(id, guess)),
    );
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(wasOpen && isRight ? 1 : 0);
    return;
  }
  const attempt = kind === 'work' ? { guess: '', work: guess } : { guess };
  const outcomes: Outcome[] = await Promise.all(
    replicas.map(({ siteChallenges }: Real['next'] extends () => infer S ? S : never) =>
      siteChallenges.answer(id, attempt, PAGE),
    ),
  );
  const granted = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.token] : []));
  if (!wasOpen) {
    expect(new Set(granted)).toEqual(new Set(before ? [before.text] : []));
    return;
  }
  if (!isRight) {
    expect(outcomes[0]).toMatchObject({ ok: false, reason: kind === 'work' ? 'work' : 'wrong' });
    return;
  }
  // Whoever sent the same answer at the same time has the same token, or none.
  expect(new Set(granted).size).toBe(1);
  const token: ModelToken = {
    text: granted[0] as string,
    key: model.key,
    untilMs: model.storeMs + TOKEN_TTL_MS,
    wallUntilMs: model.wallMs + TOKEN_TTL_MS,
    isSpent: false,
  };
  expect(model.tokens.some(({ text }) => text === token.text)).toBe(false);
  model.tokens.push(token);
  challenge.token = token;
  challenge.repeatUntilMs = model.storeMs + REPEAT_MS;
}

async function redeem(token: ModelToken, times: number, model: Model, real: Real): Promise<void> {
  const expected = worth(model, token);
  const results = await Promise.all(
    Array.from({ length: times }, (_, n) =>
      (real.both()[n % 2] as Services).redemptions.redeem(real.site, token.text),
    ),
  );
  const reasons = results.map((result) => (result.ok ? 'ok' : result.reason));
  const others = expected === 'ok' ? 'spent' : expected;
  expect(reasons.toSorted()).toEqual([expected, ...Array(times - 1).fill(others)].toSorted());
  if (expected === 'ok') token.isSpent = true;
}

async function extend(challenge: ModelChallenge, model: Model, real: Real): Promise<void> {
  if (challenge.kind === 'classic') return;
  const extended = await real.next().siteChallenges.extend(challenge.id);
  const may =
    challenge.kind === 'picture' &&
    isOpen(model, challenge) &&
    model.wallMs + CHALLENGE_TTL_MS <= challenge.lastMs;
  expect(extended?.id).toBe(may ? challenge.id : undefined);
  if (may) challenge.untilMs = model.storeMs + CHALLENGE_TTL_MS;
}

async function refresh(challenge: ModelChallenge, model: Model, real: Real): Promise<void> {
  const { id, kind } = challenge;
  if (kind === 'classic') return;
  const next = await real.next().siteChallenges.refresh(id, WISH);
  // Work is kept nowhere: a name that is good can be changed for another one, and stays.
  const may =
    kind === 'work'
      ? challenge.untilMs > model.wallMs && isAccepted(model, challenge.key)
      : isOpen(model, challenge);
  expect(next?.kind).toBe(may ? kind : undefined);
  if (!next) return;
  if (kind === 'picture') challenge.isSpent = true;
  note(next, kind, model, real);
}

async function pass(ms: number, model: Model, real: Real): Promise<void> {
  model.storeMs += ms;
  model.wallMs += ms;
  await real.time.pass(ms);
}
