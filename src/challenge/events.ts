import type { KindName, Level } from './types.ts';

/**
 * A challenge, as far as it may be counted. Nothing here is secret, names a visitor, or is chosen by
 * whoever sends a request.
 */
export interface Counted {
  readonly kind: KindName;
  readonly level: Level;
  /** Absent for a kind that has but one, and where it is not known any more. */
  readonly style?: string;
  /** Of a site that is defined; absent for the classic contract, which knows no sites. */
  readonly sitekey?: string;
}

/**
 * What happens in the life of a challenge. Whoever is told of it is told in the same turn: he must be quick
 * and must not throw.
 */
export type ChallengeEvent =
  | { readonly type: 'issued'; readonly challenge: Counted }
  | {
      readonly type: 'answered';
      readonly challenge: Counted;
      readonly outcome: 'right' | 'wrong' | 'work' | 'other-host';
      /** From the opening to the answer; absent where nobody knows when it was opened. */
      readonly solveMs?: number;
    }
  /** An answer to no open challenge: `repeated` is a right one whose reply was lost. */
  | { readonly type: 'missed'; readonly outcome: 'gone' | 'repeated' };
