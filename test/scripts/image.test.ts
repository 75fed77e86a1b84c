import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type File, faultsOf, filesOf, listingOf } from '../../scripts/image/contents.ts';
import { productionPackages } from '../../scripts/image/packages.ts';
import { pruneModules } from '../../scripts/image/prune-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkblot-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes a folder of this name with these files. */
function make(name: string, ...files: string[]): string {
  const root = join(folder, name);
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), 'x');
  }
  return root;
}

describe('what a package brings and nothing loads', () => {
  it('is taken out, and its code, data and licence stay', () => {
    const modules = make(
      'modules/node_modules',
      ...['one/index.js', 'one/index.js.map', 'one/index.d.ts', 'one/README.md', 'one/LICENSE.md'],
      ...['one/test/all.js', 'one/lib/test/parse.js', 'one/.github/x.yml', 'one/data.json'],
      ...['@scope/two/main.cjs', '@scope/two/docs/guide.html', '@scope/two/static/logo.svg'],
      ...['one/node_modules/three/a.mjs', 'one/node_modules/three/types/a.d.mts'],
      ...['.bin/one', '.package-lock.json'],
    );
    pruneModules(modules);
    const left = readdirSync(modules, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(modules.length + 1));
    expect(left.sort()).toEqual([
      '.package-lock.json',
      '@scope/two/main.cjs',
      '@scope/two/static/logo.svg',
      'one/LICENSE.md',
      'one/data.json',
      'one/index.js',
      'one/lib/test/parse.js',
      'one/node_modules/three/a.mjs',
    ]);
  });
});

describe('the check of what an image holds', () => {
  const file = (path: string, mode = '-rw-r--r--', owner = '0/0'): File => {
    return { path, mode, owner, bytes: 1 };
  };
  const needed = new Set(['node_modules/fastify']);
  const good = [
    file('nodejs/bin/node', '-rwxr-xr-x'),
    file('app/src/main.ts'),
    file('app/node_modules/fastify/fastify.js'),
  ];

  it('finds nothing in an image as it should be', () => {
    expect(faultsOf(good, needed)).toEqual([]);
  });

  it.each([
    [file('usr/bin/dash', '-rwxr-xr-x'), /a shell/],
    [file('usr/local/bin/npm', 'lrwxrwxrwx'), /package manager/],
    [file('usr/bin/su', '-rwsr-xr-x'), /another user/],
    [file('app/src/app.ts', '-rw-rw-rw-'), /root's alone/],
    [file('app/src/app.ts', '-rw-r--r--', '65532/65532'), /root's alone/],
    [file('app/node_modules/fastify/fastify.js.map'), /needless/],
    [file('app/node_modules/vitest/index.js'), /not needed: node_modules\/vitest/],
    [file('app/node_modules/fastify/node_modules/ajv/ajv.js'), /not needed/],
  ])('finds %o', (bad, fault) => {
    expect(faultsOf([...good, bad], needed)).toEqual([expect.stringMatching(fault)]);
  });

  it('misses a package that the service needs', () => {
    expect(faultsOf(good.slice(0, 2), needed)).toEqual([expect.stringMatching(/missing/)]);
    expect(productionPackages().has('node_modules/fastify')).toBe(true);
    expect(productionPackages().has('node_modules/vitest')).toBe(false);
  });

  it('reads the archive of an image, with what later layers have changed', () => {
    const layers = [
      make('first', 'bin/sh', 'app/old/gone.js', 'app/src/main.ts'),
      make('second', 'app/.wh.old', 'app/LICENSE'),
    ];
    const names = layers.map((layer, n) => {
      // The first as some engines keep it, compressed.
      execFileSync('tar', [n === 0 ? '-czf' : '-cf', join(folder, `${n}.tar`), '-C', layer, '.']);
      return `${n}.tar`;
    });
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Layers: names }]));
    const archive = join(folder, 'image.tar');
    execFileSync('tar', ['-cf', archive, '-C', folder, 'manifest.json', ...names]);
    const files = filesOf(archive);
    expect(files.map(({ path }) => path).sort()).toEqual([
      'app/LICENSE',
      'app/src/main.ts',
      'bin/sh',
    ]);
    expect(listingOf(files)).toContain('\n/app/LICENSE\n/app/src/ .ts\n');
  });
});
