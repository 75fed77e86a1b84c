import { normalise } from '../../src/challenge/answer.ts';

/** What a reader writes for a picture that says nothing to them. */
const UNREADABLE = '?';

/** How often one character was read as another; '' stands for none: left out, or added. */
export interface Confusion {
  readonly meant: string;
  readonly read: string;
  readonly times: number;
}

/** How well a set of pictures was read. */
export interface Score {
  readonly pictures: number;
  /** Readings that the service would have accepted. */
  readonly whole: number;
  /** Pictures marked as unreadable, and those without a line. */
  readonly unread: number;
  /** Characters in all pictures, the unread ones included. */
  readonly characters: number;
  readonly charactersRight: number;
  /** The most frequent first. */
  readonly confusions: readonly Confusion[];
}

/**
 * Compares readings with answers as the service does by default: capitals or not, look-alikes
 * forgiven. Characters are compared along the shortest edit that turns the answer into the reading
 * (Levenshtein), so that one character left out does not make those after it wrong. Throws an Error
 * if there is a reading of a picture that does not exist.
 */
export function scoreReadings(
  answers: ReadonlyMap<number, string>,
  readings: ReadonlyMap<number, string>,
): Score {
  const strays = [...readings.keys()].filter((number) => !answers.has(number));
  if (strays.length > 0) throw new Error(`there is no picture ${strays.join(', ')}`);

  const score = { whole: 0, unread: 0, characters: 0, charactersRight: 0 };
  const confusions = new Map<string, { meant: string; read: string; times: number }>();
  for (const [number, answer] of answers) {
    score.characters += answer.length;
    const written = readings.get(number) ?? UNREADABLE;
    if (written === UNREADABLE) {
      score.unread++;
      continue;
    }
    const reading = normalise(written, { caseSensitive: false });
    if (reading === answer) score.whole++;
    for (const [meant, read] of align(answer, reading)) {
      if (meant === read) {
        score.charactersRight++;
        continue;
      }
      const confusion = confusions.get(`${meant} ${read}`) ?? { meant, read, times: 0 };
      confusion.times++;
      confusions.set(`${meant} ${read}`, confusion);
    }
  }
  const order = (a: Confusion, b: Confusion): number =>
    b.times - a.times || `${a.meant} ${a.read}`.localeCompare(`${b.meant} ${b.read}`);
  return { pictures: answers.size, ...score, confusions: [...confusions.values()].sort(order) };
}

/**
 * Pairs of a character of `from` and one of `to` along a shortest edit, '' where one has none. Of
 * several shortest edits it is one that replaces, rather than leaves out and adds.
 */
export function align(from: string, to: string): [string, string][] {
  const meant = Array.from(from);
  const read = Array.from(to);
  // distances[i][j]: between the first i characters of `from` and the first j of `to`.
  const distances = Array.from({ length: meant.length + 1 }, (_, i) =>
    Array.from({ length: read.length + 1 }, (_, j) => i + j),
  );
  const at = (i: number, j: number): number => distances[i]?.[j] ?? Number.POSITIVE_INFINITY;
  const replaced = (i: number, j: number): number =>
    at(i - 1, j - 1) + (meant[i - 1] === read[j - 1] ? 0 : 1);
  for (let i = 1; i <= meant.length; i++) {
    for (let j = 1; j <= read.length; j++) {
      const least = Math.min(replaced(i, j), at(i - 1, j) + 1, at(i, j - 1) + 1);
      (distances[i] as number[])[j] = least;
    }
  }

  const pairs: [string, string][] = [];
  for (let i = meant.length, j = read.length; i > 0 || j > 0; ) {
    if (at(i, j) === replaced(i, j)) pairs.push([meant[--i] as string, read[--j] as string]);
    else if (at(i, j) === at(i - 1, j) + 1) pairs.push([meant[--i] as string, '']);
    else pairs.push(['', read[--j] as string]);
  }
  return pairs.reverse();
}

// The 97.5th percentile of the standard normal distribution.
const Z = 1.959964;

/**
 * The 95 % interval of a rate of which `right` out of `all` were seen: E. B. Wilson, "Probable
 * Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927). Unlike the textbook
 * interval it means something when all or none are right. Both ends in 0…1; `all` is at least 1.
 */
export function wilsonInterval(right: number, all: number): [least: number, most: number] {
  const rate = right / all;
  const square = Z ** 2 / all;
  const centre = rate + square / 2;
  const reach = Z * Math.sqrt((rate * (1 - rate)) / all + square / (4 * all));
  return [
    Math.max(0, (centre - reach) / (1 + square)),
    Math.min(1, (centre + reach) / (1 + square)),
  ];
}
