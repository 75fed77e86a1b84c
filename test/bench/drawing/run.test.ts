import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PICTURE_STYLES } from '../../../src/media/picture/styles.ts';

const page = () => readFileSync('docs/benchmarks.md', 'utf8');

describe('the benchmark of drawing, in a hurry', () => {
  let said: string;
  let before: string;
  beforeAll(() => {
    before = page();
    said = execFileSync(process.execPath, ['bench/drawing/run.ts', '--quick'], {
      encoding: 'utf8',
      env: { ...process.env, PYTHON: 'no-such-python' },
    });
  });

  const cells = (start: string) =>
    said
      .split('\n')
      .find((line) => line.startsWith(`| ${start} |`))
      ?.split(' | ')
      .slice(2) ?? [];

  it.each(['served', ...Object.keys(PICTURE_STYLES)])(
    'has a row for %s at every level',
    (style) => {
      for (const level of [1, 2, 3]) {
        const [perSecond, ...others] = cells(`${style} | ${level}`);
        expect(perSecond).toMatch(/^[\d,]+$/);
        expect(others).toHaveLength(6);
        expect(others.slice(-4).join(' ')).toMatch(/^[\d.]+ [\d,]+ [\d,]+ KiB [\d.]+ ms \|$/);
      }
    },
  );

  it('has a row for the floor and for each encoding', () => {
    expect(cells('nothing drawn, only encoded').length).toBeGreaterThan(0);
    expect(said.match(/^\| \d bits? a pixel, .+ \|$/gm)).toHaveLength(5);
  });

  it('says which program is missing instead of leaving it out', () => {
    expect(said).toContain('**lepture/captcha**: not installed');
    const svgCaptcha = cells('svg-captcha + resvg').length > 0;
    expect(said.includes('**svg-captcha + resvg**: not installed')).toBe(!svgCaptcha);
  });

  it('leaves the page as it is, as its figures mean little', () => {
    expect(page()).toBe(before);
  });
});

it('the page of the benchmarks names the command that measures again', () => {
  expect(page()).toContain('`npm run bench:drawing`');
});
