import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../../bench/ladder/options.ts';

const SMALL = [
  ...['--people', '80', '--addresses', '20', '--most-attempts', '200', '--paces', '24'],
  ...['--griefers', '10', '--campus-people', '100', '--campus-bots', '3', '--flash-factor', '5'],
];

const run = (...args: string[]): string =>
  execFileSync(process.execPath, ['bench/ladder/run.ts', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const page = () =>
  existsSync('docs/difficulty.md') ? readFileSync('docs/difficulty.md', 'utf8') : '';

describe('the simulation of the ladder, with small numbers', () => {
  it('gives the same tables for the same seed, and leaves the page as it is', () => {
    const before = page();
    const said = run(...SMALL);
    expect(run(...SMALL)).toBe(said);
    for (const name of ['calm day', 'distributed attack', 'campus', 'flash crowd']) {
      expect(said).toMatch(new RegExp(`^\\| ${name} \\| [\\d,]+ \\|( [\\d.]+ % \\|){5}`, 'm'));
    }
    expect(said).toContain('**30 % at every level**');
    expect(page()).toBe(before);
  });

  it('takes every number from its options, and says which there are', () => {
    const help = run('--help');
    for (const name of Object.keys(OPTIONS)) expect(help).toContain(`  --${name} `);
    const ladder = 'picture:1:1 picture:3:3';
    const said = run(...SMALL, '--seed', 'another', '--solve-rate', '0.6', '--ladder', ladder);
    expect(said).toContain('**60 % solver**');
    expect(said).toMatch(/^\| calm day \| [\d,]+ \|( [\d.]+ % \|){3}/m);
  });

  it.each([['--adresses'], ['--people', 'many'], ['--ladder', 'picture']])(
    'refuses %s %s',
    (...args) => {
      expect(() => run(...SMALL, ...args)).toThrow();
    },
  );
});

describe('the page', () => {
  it('names every option of the simulation, its plots, and nothing that was not filled in', () => {
    for (const name of Object.keys(OPTIONS)) expect(page()).toContain(`\`--${name}\``);
    for (const [, path] of page().matchAll(/\]\((images\/[^)]+)\)/g)) {
      expect(existsSync(`docs/${path}`)).toBe(true);
    }
    expect(page()).not.toMatch(/\{\{|NaN|Infinity|undefined/);
  });
});
