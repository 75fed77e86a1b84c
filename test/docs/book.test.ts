import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { PAGES } from './support/pages.ts';

const CONTENTS = 'docs/README.md';

/** Prose that becomes a page elsewhere: its links are true there. */
const TEMPLATES = PAGES.filter((path) => /^bench\/\w+\/page\.md$/.test(path));

const pages = PAGES.filter((path) => !TEMPLATES.includes(path));

/** A page without what is in fences and between backquotes. */
function proseOf(path: string): string {
  return readFileSync(path, 'utf8')
    .replaceAll(/^( *)```[\s\S]*?^\1```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, '-'));
}

/** The relative links of a page: where they lead to in the repository, and the anchor there. */
function linksOf(path: string): { path: string; anchor: string | undefined }[] {
  return [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#', 2);
      return { path: file === '' ? path : normalize(join(dirname(path), file)), anchor };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const seen = new Map<string, number>();
  const text = readFileSync(path, 'utf8').replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
  return [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

describe('the pages', () => {
  it.each(pages)('lead to what there is: %s', (path) => {
    const broken = linksOf(path).filter(
      ({ path: target, anchor }) =>
        !existsSync(target) ||
        (anchor !== undefined && statSync(target).isFile() && !anchorsOf(target).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('have one title each', () => {
    for (const path of pages) {
      const text = readFileSync(path, 'utf8').replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
      expect(text.match(/^# /gm), path).toHaveLength(1);
    }
  });
});

describe('the contents', () => {
  /** Each page below the heading under which it stands. */
  const sections = readFileSync(CONTENTS, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      kind: (text.split('\n', 1)[0] as string).toLowerCase(),
      links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) =>
        normalize(join('docs', target)),
      ),
    }));

  it('are of the four kinds that there are', () => {
    expect(sections.map(({ kind }) => kind)).toEqual([
      'tutorial',
      'how-to',
      'reference',
      'explanation',
    ]);
  });

  it('name every page, once', () => {
    const named = sections.flatMap(({ links }) => links).filter((path) => path.endsWith('.md'));
    const all = pages.filter(
      (path) => ![CONTENTS, 'README.md'].includes(path) && !path.startsWith('docs/adr/'),
    );
    expect(named.sort()).toEqual(all.sort());
  });

  it('have each page of docs/ where it says that it belongs', () => {
    for (const { kind, links } of sections) {
      for (const path of links.filter((link) => /^docs\/[\w-]+\.md$/.test(link))) {
        expect(readFileSync(path, 'utf8'), path).toContain(`\n_[Contents](README.md): ${kind}_\n`);
      }
    }
  });
});

describe('the README', () => {
  const text = readFileSync('README.md', 'utf8');

  it('can be read at one sitting', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(200);
  });

  it('has figures of strength that were measured', () => {
    const strength = readFileSync('docs/strength.md', 'utf8');
    const figures = text.match(/\d+\.\d %/g) ?? [];
    expect(figures.length).toBeGreaterThan(2);
    for (const figure of figures) expect(strength).toContain(figure);
  });

  it('names settings that there are', () => {
    const known = Object.values(settings).map(({ env }) => env as string);
    const named = [...text.matchAll(/^\| (`[A-Z].*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter((name) => !known.includes(name as string))).toEqual([]);
  });
});
