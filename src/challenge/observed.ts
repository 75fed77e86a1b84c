import type { ChallengeEvent } from './events.ts';
import type { Judge, Outcome } from './judging.ts';

/** The same judge; whoever observes is told what each answer was worth. */
export function observeAnswers(
  judge: Judge,
  observe: (event: ChallengeEvent) => void,
  /** The wall clock, in milliseconds. */
  nowMs: () => number,
): Judge {
  return async (id, attempt, page) => {
    const outcome = await judge(id, attempt, page);
    observe(eventOf(outcome, nowMs()));
    return outcome;
  };
}

function eventOf(outcome: Outcome, atMs: number): ChallengeEvent {
  // A right answer without a challenge that it spends gets the token of the first time.
  if (!outcome.answered) return { type: 'missed', outcome: outcome.ok ? 'repeated' : 'gone' };
  const { openedMs, ...challenge } = outcome.answered;
  const told = outcome.ok ? 'right' : outcome.reason;
  return { type: 'answered', challenge, outcome: told, solveMs: atMs - openedMs };
}
