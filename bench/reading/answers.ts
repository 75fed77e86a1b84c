/** What a set of pictures is, beside its texts. */
export interface SetName {
  readonly style: string;
  readonly level: number;
  /** How the pictures were shown: a name in VIEWS. */
  readonly view: string;
}

/** A file of answers: what was drawn, as comments, then a numbered line for each picture. */
export function formatAnswers(set: SetName, texts: readonly string[]): string {
  const lines = texts.map((text, index) => `${index + 1} ${text}\n`);
  return `# style: ${set.style}\n# level: ${set.level}\n# view: ${set.view}\n${lines.join('')}`;
}

/** What a file of answers says of its pictures. Throws an Error if it does not say all of it. */
export function parseSetName(file: string): SetName {
  const said = (name: string): string => {
    const value = new RegExp(`^# ${name}: (\\S+)$`, 'm').exec(file)?.[1];
    if (value === undefined) throw new Error(`the answers do not say their ${name}`);
    return value;
  };
  return { style: said('style'), level: Number(said('level')), view: said('view') };
}

/**
 * The texts of a file of answers or readings by their numbers: a number and a text on each line,
 * blanks around them, lines without text and lines that start with `#` left away. Throws an Error
 * with the number of the line, but not its text, if a line is something else or repeats a number.
 */
export function parseNumbered(file: string): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [index, raw] of file.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, number, text] = /^(\d{1,6})\s+(\S.*)$/.exec(line) ?? [];
    if (number === undefined || text === undefined) {
      throw new Error(`line ${index + 1} is not a number and a text`);
    }
    if (texts.has(Number(number))) throw new Error(`line ${index + 1} repeats number ${number}`);
    texts.set(Number(number), text);
  }
  return texts;
}
