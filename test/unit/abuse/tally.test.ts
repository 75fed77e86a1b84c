import { assert, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { TALLY_LIMIT, unitOf, unpack } from '../../../src/abuse/tally.ts';

const upToLimit = integer({ min: 0, max: TALLY_LIMIT });

it('a tally fits into one number that is exact, up to its limit', () => {
  const tallies = record({ opened: upToLimit, solved: upToLimit, failed: upToLimit });
  void assert(
    property(tallies, (tally) => {
      const { opened, solved, failed } = tally;
      const count =
        opened * unitOf('opened') + solved * unitOf('solved') + failed * unitOf('failed');
      expect(Number.isSafeInteger(count)).toBe(true);
      expect(unpack(count)).toEqual(tally);
    }),
  );
});
