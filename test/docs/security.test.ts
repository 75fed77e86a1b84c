import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PAGE = 'docs/security.md';

/** A file, and the beginnings of the names of some of its tests: `test/x.test.ts` “a”, “b”. */
const NAMED = /`(test\/[^`]+\.ts)`((?:,? “[^”]+”)+)/g;

const text = readFileSync(PAGE, 'utf8');
const named = [...text.matchAll(NAMED)].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => [file, name] as const),
);

describe('docs/security.md', () => {
  it.each(named)('names tests that there are: %s “%s”', (file, name) => {
    const titles = [...readFileSync(file, 'utf8').matchAll(/\(\s*(['"`])((?:\\.|(?!\1).)+)\1/g)];
    expect(titles.filter(([, , title = '']) => title.startsWith(name))).not.toEqual([]);
  });

  it('names no file in any other way, and a test for every attack that something stops', () => {
    const files = [...text.matchAll(/`test\/[^`]+`/g)];
    const told = [...text.matchAll(NAMED)];
    expect(told.length).toBe(files.length);
    const rows = text.split('\n').filter((line) => line.split(' | ').length >= 4);
    for (const row of rows.filter((line) => !/^\| (Attack|Asset)/.test(line))) {
      expect(row, row).toMatch(NAMED);
    }
  });

  it('leads to pages that there are', () => {
    for (const [, path = ''] of text.matchAll(/\]\(([^)#:]+)[^):]*\)/g)) {
      expect(readFileSync(new URL(path, `file://${process.cwd()}/docs/`), 'utf8')).not.toBe('');
    }
  });
});

describe('the widget', () => {
  it('listens to no message of another window, and evaluates no text', () => {
    const files = globSync('widget/**/*.ts');
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const code = readFileSync(file, 'utf8');
      expect(code, file).not.toMatch(/\beval\(|new Function\(|\.innerHTML|document\.write/);
      // A worker of ours is spoken to by messages, and nobody else.
      expect(code, file).not.toMatch(/window\.addEventListener\(\s*'message'|parent\.postMessage/);
    }
  });
});
