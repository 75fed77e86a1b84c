/** What is held for and against somebody: sums of windows, so fractions occur. */
export interface Evidence {
  readonly solved: number;
  readonly failed: number;
  /** Opened and not answered, so long ago that nobody will. */
  readonly unanswered: number;
}

/** What the step is chosen by. */
export interface Signals {
  /** Of the visitor's address. */
  readonly narrow: Evidence;
  /** What the address has opened in the last minutes: some of it may still be answered. */
  readonly waiting: number;
  /** Of the addresses around it. */
  readonly wide: Evidence;
  /** Of everybody at the site. */
  readonly site: Evidence;
  /** How much of the service is in use, from 0 to 1. */
  readonly load: number;
}

/**
 * A challenge left unanswered counts half a failure. People leave some: a form is given up, a picture
 * is changed for another. Programs that answer only what they are sure of leave most: one that reads
 * 30 % gains 0.7 / 2 - 0.3 / 4 = 0.28 failures with each look, and is asked for more at the eighth.
 */
const UNANSWERED = 1 / 2;

/**
 * A solved challenge makes up for a quarter of a failure. People fail 0.03 to 0.24 times for one they
 * solve (docs/strength.md: 97 % of level 1 are read, 80 % of level 3), so whatever they do in
 * whatever numbers balances: 0.03, and half of one in seven left alone, are 0.11 a solved one at level
 * 1. A program that reads 30 % fails 2.3 times. To keep even by solving takes four solved for each failure,
 * that is a solver of 80 %: trust cannot be bought for less than it is worth.
 */
const SOLVED = 1 / 4;

/**
 * The first step up takes this many failures more than solving makes up for; each further step takes
 * twice as many. Of the visitors of one address: a person fails twice in a row at level 1 once in
 * 1,000 times (0.03²), and is asked for level 2 then; the eight failures that lead three steps up are
 * 10^-12 for a person, and eight attempts for a program that reads nothing.
 */
const NARROW_EVIDENCE = 2;

/**
 * An address has {@link VOTES} voices in what is held against its neighbours: three addresses that
 * only fail make 12. One bad neighbour does not raise the street.
 */
const WIDE_EVIDENCE = 12;

/** Three addresses that only fail, as above; for all that is more than chance at a small site. */
const SITE_EVIDENCE = 10;

/**
 * How often an address counts for its neighbours and for the site in one bucket of its own window.
 * The two failures that raise its own step, and as many again at the next: what it does later is held
 * against itself alone. Otherwise one machine could make a site hard for everybody, for the price of
 * asking.
 */
export const VOTES = 4;

/**
 * The evidence for a fourth step up, which the usual ladder does not have: whoever the last step does
 * not stop would otherwise go on failing there for ever. A program that reads 30 % of every level gains
 * 0.7 - 0.3 / 4 = 0.625 an attempt and is there after 26, with 8 solved; one that leaves what it is unsure
 * of gains 0.275 and is there after 58, with 17 solved.
 *
 * Evidence alone would shut out a campus with a few hundred bots, whatever its people solve: more than half of
 * what the address opened must be unsolved, too. Of addresses of people who fail 3 % (level 1) and leave
 * 13 % one in 10^12 ever meets both, of those who fail 9 % (level 2) one in 10^7, and of those who meet
 * nothing but level 3 and fail 20 % one in 700: a test computes it. It takes bad luck with the first fifty
 * or so; of more, half are solved.
 */
const REFUSED_EVIDENCE = 16;

/**
 * Whose record is clean is raised by what others do this far and no further: at four steps that is
 * level 3 and the second proof of work, which people still solve four times of five.
 */
const MOST_FOR_OTHERS = 2;

/**
 * The share of failures that step n takes is 1 - 0.75^n: 25 %, 44 %, 58 %. People fail less at every
 * step than it takes to stay there: of a hundred opened 13 are left, and of the others 9 % failed at
 * step 1 and 20 % further up, which are shares of 15 and 26 %; the limits are 25, 44 and 58. So when an attack
 * is over its steps go away by themselves, and of an address that people share with programs more
 * than half must be programs before people meet the last step.
 */
const OTHERS_SHARE = 0.75;

/**
 * What may still be answered raises by one step at most: a class that opens its forms at once has
 * pictures of level 2 for half a minute, and a program that looks for easy ones has only the first few
 * before it is asked for that, too.
 */
const MOST_FOR_WAITING = 1;

/**
 * A service in full use needs half the evidence: (1 + load) times counts each failure. Load alone
 * accuses nobody: a rush of people is no attack.
 */
const evidenceFactor = (load: number) => 1 + Math.min(1, Math.max(0, load));

/**
 * The step of a ladder of `steps` for a visitor, from 0 to `steps` - 1. More failures, more unanswered
 * and more load never give a lower one. What the address has done adds to what its neighbours or the
 * site, whichever is worse, have met.
 */
export function chooseStep(signals: Signals, steps: number): number {
  const { narrow, waiting, wide, site, load } = signals;
  const doubtful = { ...narrow, unanswered: narrow.unanswered + waiting };
  const own = Math.max(
    stepsOf(narrow, NARROW_EVIDENCE, load),
    Math.min(MOST_FOR_WAITING, stepsOf(doubtful, NARROW_EVIDENCE, load)),
  );
  const others = Math.max(stepsOf(wide, WIDE_EVIDENCE, load), stepsOf(site, SITE_EVIDENCE, load));
  return Math.min(steps - 1, own + Math.min(MOST_FOR_OTHERS, others));
}

/**
 * Whether an address is refused for a while: its own evidence is worth more steps than a ladder of
 * `steps` has, and at least {@link REFUSED_EVIDENCE}, and it has solved less than half of what it
 * opened. What neighbours, the site and the load do refuses nobody. More solved never refuses.
 */
export function isRefused(own: Evidence, steps: number): boolean {
  const { solved, failed, unanswered } = own;
  const line = Math.max(REFUSED_EVIDENCE, NARROW_EVIDENCE * 2 ** (steps - 1));
  return missesOf(own) - SOLVED * solved >= line && failed + unanswered > solved;
}

function missesOf({ failed, unanswered }: Evidence): number {
  return failed + UNANSWERED * unanswered;
}

/** How many steps the evidence is worth. */
function stepsOf(evidence: Evidence, first: number, load: number): number {
  const { solved } = evidence;
  const misses = missesOf(evidence);
  const excess = evidenceFactor(load) * (misses - SOLVED * solved);
  if (excess < first) return 0;
  const byNumber = 1 + Math.floor(Math.log2(excess / first));
  const byShare = Math.floor(Math.log(solved / (misses + solved)) / Math.log(OTHERS_SHARE));
  return Math.min(byNumber, byShare);
}
