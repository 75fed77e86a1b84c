import { createSeededRandom } from '../../../src/base/random.ts';
import type { Counted } from '../../../src/challenge/events.ts';
import type { KindName, Level } from '../../../src/challenge/types.ts';
import type { TestDashboard } from './dashboard.ts';

/** What is shown, how often against the others, and of a hundred people how many get it right. */
const SHOWN: readonly (readonly [KindName, Level, string, weight: number, right: number])[] = [
  ['picture', 1, 'blots', 20, 97],
  ['picture', 1, 'fans', 20, 95],
  ['picture', 1, 'folds', 20, 92],
  ['picture', 1, 'waves', 20, 96],
  ['picture', 2, 'folds', 4, 83],
  ['picture', 2, 'waves', 4, 90],
  ['motion', 1, '', 5, 88],
  ['sound', 1, '', 4, 78],
];
const EACH_AS_OFTEN = SHOWN.flatMap((shown) => Array.from({ length: shown[3] }, () => shown));

/** Refusals of each minute of the attack. */
const REFUSED = { picture: 14, answer: 5 } as const;

/** An hour of a site with some visitors, in which bots come for twelve minutes. The same each time. */
export async function liveBusyHour({ metrics, pass }: TestDashboard): Promise<void> {
  const random = createSeededRandom(new Uint8Array(32));

  /** A challenge, and most often its answer: of a hundred such visitors so many fail. */
  function visit(step: number, failing: number): void {
    const [kind, level, style, , right] = random.pick(EACH_AS_OFTEN);
    const challenge: Counted = { kind, level, sitekey: 'forum', ...(style && { style }) };
    metrics.count({ type: 'stepped', sitekey: 'forum', step });
    metrics.count({ type: 'issued', challenge });
    if (random.int(100) < 8) return;
    const isRight = random.int(100) >= failing && random.int(100) < right;
    const solveMs = (kind === 'sound' ? 12_000 : 5000) * 4 ** (random.float() + random.float() - 1);
    metrics.count({ type: 'answered', challenge, outcome: isRight ? 'right' : 'wrong', solveMs });
  }

  for (let minute = 0; minute < 58; minute++) {
    const people = 18 + Math.round(8 * Math.sin(minute / 9)) + random.int(9);
    for (let n = 0; n < people; n++) visit(random.int(100) < 6 ? 1 : 0, 0);
    if (minute >= 34 && minute < 46) {
      for (let n = 0; n < 30; n++) visit(1 + random.int(3), 85);
      for (const [cost, count] of Object.entries(REFUSED) as [keyof typeof REFUSED, number][]) {
        for (let n = 0; n < count; n++) metrics.count({ type: 'limited', cost, budgets: [cost] });
      }
      for (let n = 0; n < 3; n++) metrics.count({ type: 'turned-away', sitekey: 'forum' });
    }
    await pass(60_000);
  }
}
