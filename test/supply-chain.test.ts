// What comes from elsewhere: packages by the lockfiles, assets by their folders.

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const find = (pattern: string) =>
  globSync(pattern, { exclude: (name) => /node_modules|\.venv|\.work/.test(name) });

const lockfiles = find('**/package-lock.json').map((path) => {
  const { packages } = readJson(path) as { packages: Record<string, Package> };
  return [path, Object.entries(packages).filter(([folder]) => folder !== '')] as const;
});

/** Permissive: they ask for nothing but their text, which comes with the package. */
const LICENCES = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
]);

/**
 * What runs when it is installed, by name: the Node of a package fetches its program from the registry.
 * The last one is not run: its folder is installed with `--ignore-scripts`.
 */
const INSTALL_SCRIPTS = [
  'package-lock.json: node_modules/node',
  'examples/forum/package-lock.json: node_modules/node',
  'test/clients/package-lock.json: node_modules/vue-recaptcha/node_modules/vue-demi',
];

/** The licences of voices, as SPDX names them where it does: use, change and pass on, with the name of who made them. */
const ASSET_LICENCES = new Set([
  'OFL-1.1',
  'Apache-2.0',
  'CC-BY-3.0',
  'MIT-Festival',
  'LicenseRef-Armelle',
]);

describe('the packages of a lockfile', () => {
  it('are those of every folder that has packages', () => {
    const folders = find('**/package.json').filter(
      (path) => !path.startsWith('dist/') && readJson(path).dependencies,
    );
    expect(lockfiles.map(([path]) => path).sort()).toEqual(
      folders.map((path) => path.replace('package.json', 'package-lock.json')).sort(),
    );
  });

  it.each(lockfiles)('come from the registry, each with its hash: %s', (_path, packages) => {
    expect(packages.length).toBeGreaterThan(10);
    for (const [folder, { integrity, resolved, link }] of packages) {
      expect(link, folder).toBeUndefined();
      expect(integrity, folder).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      // Where none is named, npm asks the registry that is configured, and compares the hash.
      expect(resolved ?? 'https://registry.npmjs.org/', folder).toMatch(
        /^https:\/\/registry\.npmjs\.org\//,
      );
    }
  });

  it('run nothing when they are installed, but for those that are named', () => {
    const running = lockfiles.flatMap(([path, packages]) =>
      packages
        .filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional)
        .map(([folder]) => `${path}: ${folder}`),
    );
    expect(running.sort()).toEqual([...INSTALL_SCRIPTS].sort());
  });

  it.each(lockfiles.filter(([path]) => !/^(bench|test)\//.test(path)))(
    'that are shipped have permissive licences: %s',
    (_path, packages) => {
      const others = packages
        .filter(([, { dev, license = 'none' }]) => !dev && !LICENCES.has(license))
        .map(([folder, { license }]) => `${folder}: ${license}`);
      expect(others).toEqual([]);
    },
  );

  it('are named by exact versions', () => {
    for (const path of find('**/package.json')) {
      const { dependencies = {}, devDependencies = {} } = readJson(path);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        expect(version, `${path}: ${name}`).toMatch(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
      }
    }
  });
});

describe('the assets', () => {
  it('have the licence of each font beside its outlines', () => {
    const fonts = Object.keys(readJson('assets/fonts/outlines.json'));
    expect(fonts.length).toBeGreaterThan(10);
    for (const font of fonts) {
      const text = readFileSync(`assets/fonts/${font}.LICENSE.txt`, 'utf8');
      expect(text, font).toMatch(/SIL Open Font License|Apache License/i);
    }
  });

  it('have the licence of each voice, which is one of those that are allowed', () => {
    const rows = [
      ...readFileSync('assets/voices/README.md', 'utf8').matchAll(/^\| [a-z]{2} \|.*$/gm),
    ];
    expect(rows.length).toBeGreaterThan(20);
    for (const [row] of rows) {
      const [, licence = '', file = ''] = /\| ([^|]+), \[text\]\(([^)]+)\) \|/.exec(row) ?? [];
      expect(ASSET_LICENCES, row).toContain(licence);
      expect(readFileSync(`assets/voices/${file}`, 'utf8').length, row).toBeGreaterThan(200);
    }
  });
});
