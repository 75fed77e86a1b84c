import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPictureKind } from '../../../src/challenge/kinds/picture.ts';
import { workKind } from '../../../src/challenge/kinds/work.ts';
import type { Kinds } from '../../../src/challenge/kinds.ts';
import { chooseStep } from '../../../src/challenge/policy.ts';
import type { SitePolicy } from '../../../src/challenge/sites.ts';
import { KIND_NAMES } from '../../../src/challenge/types.ts';

const picture = createPictureKind({
  answerLength: 6,
  widthPx: 240,
  heightPx: 80,
  caseSensitive: false,
});
const kinds: Kinds = { picture, motion: picture, sound: picture, work: workKind };
const ladder: SitePolicy['ladder'] = [
  { kind: 'picture', level: 1, work: 1 },
  { kind: 'picture', level: 2, work: 1 },
  { kind: 'motion', level: 3, work: 3 },
];
const policy: SitePolicy = { ladder, alternatives: ['picture', 'sound'] };
const noTest: SitePolicy = { ladder: [{ kind: 'work', level: 2, work: 1 }], alternatives: [] };

describe('a step of a ladder', () => {
  it('is the one that the visitor stands at, and the last one beyond', () => {
    expect(chooseStep(kinds, policy, { step: 0 })).toEqual(ladder[0]);
    expect(chooseStep(kinds, policy, { step: 1 })).toEqual(ladder[1]);
    expect(chooseStep(kinds, policy, { step: 99 })).toEqual(ladder[2]);
  });

  it('may be climbed in another kind, at the same strength', () => {
    expect(chooseStep(kinds, policy, { step: 2, kind: 'sound' })).toEqual({
      kind: 'sound',
      level: 3,
      work: 3,
    });
  });

  it('is not to be had in a kind that the site does not offer', () => {
    expect(chooseStep(kinds, policy, { step: 0, kind: 'work' })).toBeUndefined();
    expect(chooseStep(kinds, policy, { step: 0, kind: 'motion' })).toBeUndefined();
  });

  it('of work alone asks for as much work as its level and more', () => {
    expect(chooseStep(kinds, noTest, { step: 0 })).toEqual({ kind: 'work', level: 2, work: 2 });
  });

  it('is not to be had as a picture where a sound is asked for and can be played', () => {
    const heard: SitePolicy = { ladder: [{ kind: 'sound', level: 1, work: 0 }], alternatives: [] };
    expect(chooseStep(kinds, heard, { step: 0, kind: 'picture' })).toBeUndefined();
    expect(chooseStep(kinds, heard, { step: 0, withoutWork: true })).toEqual(heard.ladder[0]);
    const { sound: _, ...silent } = kinds;
    expect(chooseStep(silent, heard, { step: 0, kind: 'picture' })).toMatchObject({ level: 1 });
  });

  it('may be climbed as a picture where something moves, or the device works alone', () => {
    const moving: SitePolicy = {
      ladder: [{ kind: 'motion', level: 2, work: 1 }],
      alternatives: [],
    };
    for (const given of [moving, noTest]) {
      expect(chooseStep(kinds, given, { step: 0, kind: 'picture' })).toMatchObject({
        kind: 'picture',
        level: 2,
      });
    }
  });

  it('is a picture where what it names cannot be shown', () => {
    const { motion: _, ...fewer } = kinds;
    expect(chooseStep(fewer, policy, { step: 2 })).toEqual({ kind: 'picture', level: 3, work: 3 });
  });
});

describe('a visitor without scripts', () => {
  it('meets the next step, without work', () => {
    expect(chooseStep(kinds, policy, { step: 0, withoutWork: true })).toEqual({
      kind: 'picture',
      level: 2,
      work: 0,
    });
  });

  it('meets a level more where there is no next step, in place of the work', () => {
    const one = (level: 1 | 3, work: 0 | 1): SitePolicy => ({
      ladder: [{ kind: 'picture', level, work }],
      alternatives: [],
    });
    const wish = { step: 0, withoutWork: true };
    expect(chooseStep(kinds, one(1, 1), wish)).toEqual({ kind: 'picture', level: 2, work: 0 });
    // No work is asked of others either.
    expect(chooseStep(kinds, one(1, 0), wish)).toEqual({ kind: 'picture', level: 1, work: 0 });
    expect(chooseStep(kinds, one(3, 1), wish)).toEqual({ kind: 'picture', level: 3, work: 0 });
  });

  it('is not shown what moves unless he asks for it', () => {
    const moved = { step: 2, withoutWork: true };
    expect(chooseStep(kinds, policy, moved)).toMatchObject({ kind: 'picture', level: 3 });
    expect(chooseStep(kinds, policy, { ...moved, kind: 'motion' })).toMatchObject({
      kind: 'motion',
    });
  });

  it('is never let through by work that nothing does', () => {
    expect(chooseStep(kinds, noTest, { step: 0, withoutWork: true })).toMatchObject({
      kind: 'picture',
    });
    expect(chooseStep(kinds, noTest, { step: 0, kind: 'work', withoutWork: true })).toBeUndefined();
  });
});

it('no wish makes a challenge easier than the step', () => {
  const wishes = fc.record(
    {
      step: fc.nat(5),
      kind: fc.constantFrom(...KIND_NAMES),
      withoutWork: fc.boolean(),
    },
    { requiredKeys: ['step'] },
  );
  fc.assert(
    fc.property(wishes, (wish) => {
      const chosen = chooseStep(kinds, policy, wish);
      const plain = chooseStep(kinds, policy, { step: wish.step });
      if (!chosen || !plain) return;
      expect(chosen.level).toBeGreaterThanOrEqual(plain.level);
      if (!wish.withoutWork) expect(chosen.work).toBeGreaterThanOrEqual(plain.work);
    }),
  );
});
