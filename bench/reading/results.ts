/** One reader's reading of one set of pictures, as results.json keeps it. */
export interface Result {
  readonly style: string;
  readonly level: number;
  /** Who read, for example a person's initials, or a model with its version. */
  readonly reader: string;
  readonly pictures: number;
  readonly whole: number;
  readonly characters: number;
  readonly charactersRight: number;
  /** The day it was scored, in UTC: YYYY-MM-DD. */
  readonly date: string;
}

/** The results with this one, instead of an older one of the same style, level and reader. */
export function recordResult(results: readonly Result[], result: Result): Result[] {
  const name = ({ style, level, reader }: Result): string => `${style} ${level} ${reader}`;
  return [...results.filter((other) => name(other) !== name(result)), result].sort((a, b) =>
    name(a).localeCompare(name(b)),
  );
}
