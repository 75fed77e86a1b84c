import { expect, it } from 'vitest';
import { createPictureKind } from '../../../../src/challenge/kinds/picture.ts';
import { randomOf, seedOf } from '../../../support/media/pixels.ts';

const size = { answerLength: 5, widthPx: 240, heightPx: 80 };
const kind = createPictureKind({ ...size, caseSensitive: false, styles: ['fans', 'waves'] });
const plain = createPictureKind({ ...size, caseSensitive: true });
const seeds = { own: seedOf(1), epoch: seedOf(2) };

it('a picture says how it is seen and answered', () => {
  expect(kind).toMatchObject({
    answer: { type: 'text', length: 5 },
    media: { type: 'image/png', widthPx: 240, heightPx: 80 },
    styles: ['fans', 'waves'],
  });
  expect(plain).not.toHaveProperty('styles');
  expect(kind.create(randomOf(1))).toHaveLength(5);
});

it('a picture is drawn from its own seed and that of the epoch, in a style where there are some', () => {
  const job = {
    kind: 'picture',
    text: 'AEHKL',
    level: 3,
    epochSeed: seeds.epoch,
    seed: seeds.own,
    widthPx: 240,
    heightPx: 80,
  };
  const { job: describe } = kind;
  expect(describe?.('AEHKL', seeds, { level: 3, style: 'fans' })).toEqual({
    ...job,
    style: 'fans',
  });
  expect(describe?.('AEHKL', seeds, { level: 3 })).toStrictEqual(job);
});

it('a picture is answered by its characters, or by what looks like them, in capitals where it matters', () => {
  expect(kind.check('OS2TA', ' 0527a ')).toBe(true);
  expect(kind.check('OS2TA', '0527')).toBe(false);
  expect(plain.check('OS2TA', 'OS2TA')).toBe(true);
  expect(plain.check('OS2TA', 'os2ta')).toBe(false);
});
