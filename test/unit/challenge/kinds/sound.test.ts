import { expect, test } from 'vitest';
import { createSystemRandom } from '../../../../src/base/random.ts';
import { createSoundKind } from '../../../../src/challenge/kinds/sound.ts';

const kind = createSoundKind({ digits: 6, languageFor: (wish) => wish ?? 'en' });
const seeds = { own: new Uint8Array(32).fill(1), epoch: new Uint8Array(32).fill(2) };

test('a sound says how it is heard and answered', () => {
  expect(kind.answer).toEqual({ type: 'digits', length: 6 });
  expect(kind.media).toEqual({ type: 'audio/wav' });
});

test('an answer has as many digits as were asked for', () => {
  expect(kind.create(createSystemRandom())).toMatch(/^[0-9]{6}$/);
});

test('a job says the answer in the language that was chosen, from the seed of its own', () => {
  expect(kind.job?.('482093', seeds, { level: 3, language: 'it' })).toEqual({
    kind: 'sound',
    digits: '482093',
    language: 'it',
    level: 3,
    seed: seeds.own,
  });
  expect(kind.job?.('482093', seeds, { level: 1 })).toMatchObject({ language: 'en' });
});

test.each(['482093', '482 093', '４８２０９３', '٤٨٢٠٩٣', 'four eight two zero nine three'])(
  '%j is right for 482093',
  (guess) => {
    expect(kind.check('482093', guess)).toBe(true);
  },
);

test.each(['', '482094', '48209', '4820933', '390284', 'x', '\ud800'])(
  '%j is wrong for 482093',
  (guess) => {
    expect(kind.check('482093', guess)).toBe(false);
  },
);
