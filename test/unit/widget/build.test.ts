import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWidgetFiles } from '../../../src/http/widget-files.ts';
import { build, type Manifest } from '../../../widget/build.ts';
import { LANGUAGES } from '../../../widget/locale.ts';

describe('the build of the widget', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-build-'));
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await build(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('makes a script of every entry, and a module with its types', () => {
    const entries = readdirSync('widget/entry').map((name) =>
      name.replace('.ts', '.js').replace(/^lazy-/, 'lazy/'),
    );
    expect(Object.keys(manifest.files)).toEqual(
      expect.arrayContaining([...entries, 'inkblot.mjs', 'inkblot.d.mts']),
    );
    expect(JSON.parse(read('manifest.json'))).toEqual(manifest);
  });

  it('writes scripts that mean the same in every encoding', () => {
    const scripts = Object.keys(manifest.files).filter((name) => /\.m?js$/.test(name));
    const strange = scripts.filter((name) => /[^\n\t -~]/.test(read(name)));
    expect(strange).toEqual([]);
  });

  it('writes the texts of every language and their version into the scripts', () => {
    const names = readdirSync(join(folder, 'strings')).sort();
    expect(names).toEqual(LANGUAGES.map((language) => `${language}.json`));
    expect(JSON.parse(read('strings/de.json'))).toHaveProperty('check', 'Prüfen');
    expect(read('widget.js')).toContain(manifest.stringsVersion);
  });

  it('gives types that need no other file', () => {
    expect(read('inkblot.d.mts')).not.toMatch(/from ['"]/);
    expect(read('inkblot.d.mts')).toContain('export declare class InkblotCaptcha');
  });

  it('names what is fetched later as the service does, so that browsers keep it', () => {
    const files = loadWidgetFiles(pathToFileURL(`${folder}/`));
    const lazy = Object.keys(manifest.files).filter((name) => name.startsWith('lazy/'));
    expect(lazy).toContain('lazy/work.js');
    for (const name of lazy) {
      expect(files.get(name)?.version).toBe(manifest.files[name]?.hash);
      expect(read(name)).toMatch(/export\{/);
    }
  });

  it('gives equal files equal hashes', async () => {
    expect(await build(folder)).toEqual(manifest);
  });
});
