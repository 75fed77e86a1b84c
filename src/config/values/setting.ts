/**
 * One setting: where it comes from, what it means, and how its text becomes a value.
 *
 * `parse` throws an Error whose message completes "NAME …" and says what would be right. It never
 * repeats the text of a secret.
 */
export interface Setting<T> {
  readonly env: string;
  /** What the setting does, in sentences, for the help and the reference. */
  readonly help: string;
  /** The text that is used when none is given, as it would be written. */
  readonly default: string;
  /** What is accepted, in a few words, for the reference. */
  readonly accepts: string;
  /** Whether the value must not be shown; such a setting can also come from a file. */
  readonly secret?: boolean;
  parse(text: string, readFile: ReadFile): T;
}

/** Returns a file's text or throws: a parameter, so that reading a configuration stays free of I/O. */
export type ReadFile = (path: string) => string;

/** What a setting says of itself, beside what it accepts. */
export type Described = Pick<Setting<unknown>, 'env' | 'help' | 'default' | 'secret'>;

/** What `action` returns; undefined if it throws. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Reads items with commas between; empty ones are none. `read` throws an Error for one that will not do. */
export function readList<T>(text: string, read: (item: string) => T): T[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(read);
}
