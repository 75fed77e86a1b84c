/** What a command has of the process it runs in. Only `src/main.ts` makes one of a real process. */
export interface Context {
  /** What follows the command's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Whether somebody reads along. */
  readonly isTerminal: boolean;
  /** The text of a file. Throws as `readFileSync` does. */
  readonly readFile: (path: string) => string;
  /** Writes to stdout. */
  readonly write: (text: string) => void;
  /** Writes to stderr. */
  readonly complain: (text: string) => void;
  /** How many files it may have open at a time, connections among them; Infinity if that is not known. */
  readonly maxOpenFiles: () => number;
  readonly onSignal: (signal: NodeJS.Signals, listener: () => void) => void;
}

/** A command. Resolves with its exit code, or with nothing if the process is to go on. */
export type Command = (context: Context) => Promise<number | undefined>;

/** The exit code of a command that was asked wrongly, or of a configuration that will not do. */
export const EXIT_UNUSABLE = 2;
