import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom under `src/`: a path or folder, and what it may reach beside its own folder.
 * Dependencies flow down only. Change this with an ADR.
 */
const LAYERS: readonly (readonly [from: string, to: readonly string[]])[] = [
  ['base', []],
  ['media', ['base']],
  ['store', []],
  ['challenge', ['base', 'store/store.ts', 'media/job.ts']],
  ['abuse', ['base', 'store/store.ts']],
  ['config', ['store/redis-url.ts', 'challenge/sites.ts', 'challenge/types.ts']],
  ['http', ['base', 'abuse', 'challenge', 'media/job.ts', 'store/store.ts']],
  [
    'metrics',
    [
      'abuse/budgets.ts',
      'abuse/events.ts',
      'challenge/calibration.ts',
      'challenge/events.ts',
      'http/events.ts',
      'media/job.ts',
      'store/store.ts',
    ],
  ],
  ['telemetry', ['http/observed.ts', 'media/job.ts', 'store/store.ts']],
  ['log', ['base']],
  ['compose/services.ts', ['base', 'challenge', 'media/job.ts', 'store/store.ts']],
  ['compose/kinds.ts', ['challenge', 'media', 'config']],
  ['compose/calibrating.ts', ['challenge']],
  ['compose/protection.ts', ['abuse', 'http/visitors.ts', 'store/store.ts']],
  ['app.ts', ['http', 'abuse', 'challenge', 'store/store.ts']],
  ['compose/setup.ts', ['challenge/sites.ts', 'config', 'media/sound/languages.ts']],
  ['compose/stores.ts', ['config', 'store']],
  ['cli', ['base', 'challenge', 'compose', 'config', 'media']],
  [
    'serve',
    [
      'base',
      'media',
      'challenge',
      'cli/context.ts',
      'cli/faults.ts',
      'cli/options.ts',
      'config',
      'http/routes/metrics.ts',
      'http/routes/dashboard',
      'http/widget-files.ts',
      'metrics',
      'telemetry',
      'compose',
      'app.ts',
      'log',
    ],
  ],
  ['main.ts', ['cli', 'serve']],
];

const within = (path: string, part: string) => path === part || path.startsWith(`${part}/`);

const files = globSync('src/**/*.ts').map((file) => relative('src', file).split(sep).join('/'));

const imports = files.flatMap((file) => {
  const text = readFileSync(resolve('src', file), 'utf8');
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (m) => m[1] ?? '',
  );
  return specifiers.map((specifier) => ({
    file,
    target: relative('src', resolve('src', dirname(file), specifier))
      .split(sep)
      .join('/'),
  }));
});

describe('the layers', () => {
  it('cover every file', () => {
    const strays = files.filter((file) => !LAYERS.some(([from]) => within(file, from)));
    expect(strays).toEqual([]);
    expect(imports.length).toBeGreaterThan(20);
  });

  it.each(LAYERS)('let %s import only %j', (from, to) => {
    const wrong = imports
      .filter(({ file }) => within(file, from))
      .filter(({ target }) => !within(target, from) && !to.some((layer) => within(target, layer)));
    expect(wrong).toEqual([]);
  });

  it('leave `process` to the entry point', () => {
    const users = files.filter((file) =>
      /\bprocess\.[a-z]|'node:process'/.test(readFileSync(resolve('src', file), 'utf8')),
    );
    expect(users).toEqual(['main.ts']);
  });

  it('end at the browser: the widget imports nothing of the service', () => {
    const users = globSync('widget/**/*.ts').filter((file) =>
      /\bfrom '(?:\.\.\/)+src\//.test(readFileSync(file, 'utf8')),
    );
    expect(users).toEqual([]);
  });
});
