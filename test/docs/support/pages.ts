import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A command of a page, and what the page shows for it. */
export interface Shown {
  readonly command: string;
  readonly output: string | undefined;
}

/** Every page of the repository that is kept, without those of packages. */
export const PAGES: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  { encoding: 'utf8' },
)
  .trim()
  .split('\n')
  .filter((path) => existsSync(path));

/** The fenced blocks of a page, without their indentation. */
export function blocksOf(path: string): Block[] {
  const fences = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```/gm;
  return [...readFileSync(path, 'utf8').matchAll(fences)].map(
    ([, indent = '', language = '', text = '']) => ({
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** The shell blocks of a page, each with the `text` block that follows it. */
export function commandsOf(path: string): Shown[] {
  const blocks = blocksOf(path);
  return blocks.flatMap(({ language, text }, at) => {
    if (language !== 'sh') return [];
    const next = blocks[at + 1];
    return [{ command: text, output: next?.language === 'text' ? next.text : undefined }];
  });
}

/** Equal but for blanks at the ends of lines, and for what the page leaves out with an ellipsis. */
export function toPattern(output: string): RegExp {
  const literal = output.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${literal.replaceAll('…', '[\\s\\S]+').replaceAll(/\n\s*/g, '\\r?\\n\\s*')}$`,
  );
}
