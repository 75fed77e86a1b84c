import { describe, expect, it } from 'vitest';
import { ALPHABET } from '../../../../src/challenge/answer.ts';
import { createMotionKind, MOTION_ANSWER_LENGTH } from '../../../../src/challenge/kinds/motion.ts';
import type { MediaJob } from '../../../../src/media/job.ts';
import { MOTION_SIZE } from '../../../../src/media/motion/draw.ts';
import { renderNow } from '../../../../src/media/render.ts';
import { randomOf, seedOf } from '../../../support/media/pixels.ts';

const options = { answerLength: MOTION_ANSWER_LENGTH, ...MOTION_SIZE };
const kind = createMotionKind({ ...options, caseSensitive: false });
const seeds = { own: seedOf(1), epoch: seedOf(2) };

describe('a moving text', () => {
  it('has characters of the alphabet of pictures, each as likely as the others', () => {
    const random = randomOf(1);
    const answers = Array.from({ length: 2000 }, () => kind.create(random));
    expect(new Set(answers.map((answer) => answer.length))).toEqual(new Set([4]));
    const counts = Map.groupBy(answers.join(''), (character) => character);
    expect([...counts.keys()].sort().join('')).toBe([...ALPHABET].sort().join(''));
    for (const found of counts.values())
      expect(Math.abs(found.length - 8000 / 15)).toBeLessThan(120);
  });

  it('says how it is seen and answered', () => {
    expect(kind.answer).toEqual({ type: 'text', length: 4 });
    expect(kind.media).toEqual({ type: 'image/png', ...MOTION_SIZE });
  });

  it('can be rendered at every level', () => {
    for (const level of [1, 2, 3] as const) {
      const job = kind.job?.('WHAT', seeds, { level }) as MediaJob;
      expect(job).toMatchObject({ kind: 'motion', text: 'WHAT', level });
      expect(renderNow(job).type).toBe('image/png');
    }
  });

  it('is answered by its characters, or by what looks like them', () => {
    expect(kind.check('WHAT', ' what ')).toBe(true);
    expect(kind.check('OS2T', '0527')).toBe(true);
    expect(kind.check('WHAT', 'WHA')).toBe(false);
    expect(kind.check('WHAT', '')).toBe(false);
    const exact = createMotionKind({ ...options, caseSensitive: true });
    expect(exact.check('WHAT', 'what')).toBe(false);
  });
});
