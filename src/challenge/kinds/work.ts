import type { Kind } from '../types.ts';

/**
 * Nothing to perceive and nothing to type: the device works, the person waits. What it proves is not
 * here but in the work that goes with every challenge.
 */
export const workKind: Kind = {
  answer: { type: 'none', length: 0 },
  create: () => '',
  check: (answer, guess) => guess === answer,
};
