import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '../../../src/challenge/types.ts';
import { MOST_STEPS, parseLadder } from '../../../src/config/ladder.ts';
import { anyText } from '../../support/any-text.ts';

const step = record({
  kind: constantFrom(...KIND_NAMES),
  level: constantFrom(1, 2, 3),
  work: constantFrom(0, 1, 2, 3),
});

describe('a ladder', () => {
  it('is read as it is written', () => {
    void assert(
      property(array(step, { minLength: 1, maxLength: MOST_STEPS }), (steps) => {
        const text = steps.map(({ kind, level, work }) => `${kind}:${level}:${work}`).join(' ');
        expect(parseLadder(text)).toEqual(steps);
      }),
    );
  });

  it('asks for no work where none is named', () => {
    expect(parseLadder('sound:2')).toEqual([{ kind: 'sound', level: 2, work: 0 }]);
  });

  it.each(['', ' ', 'picture', 'picture:0', 'picture:1:4', 'picture:1:1:1', 'riddle:1', '1:1'])(
    'is not %j',
    (text) => {
      expect(() => parseLadder(text)).toThrow(/^must be 1 to 12 steps/);
    },
  );

  it('is read or refused, whatever the text, and a fault is never long', () => {
    void assert(
      property(anyText(1000), (text) => {
        try {
          parseLadder(text);
        } catch (error) {
          expect((error as Error).message.length).toBeLessThan(200);
        }
      }),
    );
  });
});
