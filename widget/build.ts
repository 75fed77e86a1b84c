import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { isolatedDeclarationSync } from 'rolldown/experimental';
import { LANGUAGES } from './locale.ts';
import type { Strings } from './strings/en.ts';

/** A page loads one script before it can show anything. */
const LARGEST_GZIP_BYTES = 15_360;

/**
 * Parts of a known size have limits of their own, for they are fetched while somebody waits. Those of
 * a challenge add up to two thirds of the first script's.
 */
const LARGEST_PART_GZIP_BYTES: Readonly<Record<string, number>> = {
  'lazy/kinds.js': 3_072,
  'lazy/motion.js': 2_048,
  'lazy/sound.js': 2_048,
};

const FOLDER = import.meta.dirname;

/** How the names of entries begin that a page fetches when it wants them: see `lazy.ts`. */
const LAZY = 'lazy-';

/** What was built: how large each file is, and a hash of its content for addresses and ETags. */
export interface Manifest {
  /** Changes with any text: the `v` that scripts ask for texts with. */
  readonly stringsVersion: string;
  readonly files: Readonly<Record<string, { hash: string; bytes: number; gzipBytes: number }>>;
}

/** Builds every script and all texts into a folder, which is emptied first. */
export async function build(outFolder: string): Promise<Manifest> {
  rmSync(outFolder, { recursive: true, force: true });
  const files: Manifest['files'] & Record<string, unknown> = {};
  const write = (name: string, content: string): void => {
    mkdirSync(join(outFolder, name, '..'), { recursive: true });
    writeFileSync(join(outFolder, name), content);
    const bytes = Buffer.byteLength(content);
    const gzipBytes = gzipSync(content, { level: 9 }).length;
    files[name] = { hash: hashOf(content), bytes, gzipBytes };
    const limit = LARGEST_PART_GZIP_BYTES[name] ?? LARGEST_GZIP_BYTES;
    if (/\.m?js$/.test(name) && gzipBytes > limit) {
      throw new Error(`${name} has ${gzipBytes} bytes, more than ${limit}`);
    }
  };

  const texts = await readStrings();
  for (const [language, json] of texts) write(`strings/${language}.json`, json);
  const stringsVersion = hashOf([...texts.values()].join('\n'));
  const entries = readdirSync(join(FOLDER, 'entry')).sort();
  const WORKER_SCRIPT = await bundle(join(FOLDER, 'work', 'worker.ts'), 'iife', {});
  const lazyVersions: Record<string, string> = {};
  for (const entry of entries.filter((name) => name.startsWith(LAZY))) {
    const name = basename(entry, '.ts').slice(LAZY.length);
    const script = await bundle(join(FOLDER, 'entry', entry), 'es', { WORKER_SCRIPT });
    write(`lazy/${name}.js`, script);
    lazyVersions[name] = hashOf(script);
  }
  const constants = { STRINGS_VERSION: stringsVersion, LAZY_VERSIONS: lazyVersions };
  for (const entry of entries.filter((name) => !name.startsWith(LAZY))) {
    const script = await bundle(join(FOLDER, 'entry', entry), 'iife', constants);
    write(`${basename(entry, '.ts')}.js`, script);
  }
  write('inkblot.mjs', await bundle(join(FOLDER, 'module.ts'), 'es', constants));
  write(
    'inkblot.d.mts',
    ['contract.ts', 'element/form-field.ts', 'element/element.ts'].map(declarationsOf).join('\n'),
  );

  const manifest: Manifest = { stringsVersion, files };
  writeFileSync(join(outFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function readStrings(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const language of LANGUAGES) {
    const module = (await import(`./strings/${language}.ts`)) as Record<string, Strings>;
    texts.set(language, JSON.stringify(module[language]));
  }
  return texts;
}

async function bundle(
  input: string,
  format: 'iife' | 'es',
  constants: Readonly<Record<string, unknown>>,
): Promise<string> {
  const bundler = await rolldown({
    input,
    tsconfig: false,
    transform: {
      target: 'es2022',
      define: Object.fromEntries(
        Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
      ),
    },
    plugins: [{ name: 'tidy-styles', transform: tidyStyles }],
  });
  try {
    // Annotations stay: they keep the bundler of a site from resolving the address of a lazy part.
    const comments = { annotation: true, jsdoc: false, legal: false };
    const { output } = await bundler.generate({ format, minify: true, comments });
    const { code } = output[0];
    // These are for whoever takes a module apart, and nobody takes parts of a script.
    return escapeNonAscii(format === 'es' ? code : code.replaceAll('/* @__PURE__ */ ', ''));
  } finally {
    await bundler.close();
  }
}

/** Takes out of the style sheet what is there for its readers. */
function tidyStyles(code: string, id: string): string | null {
  if (!/styles\.ts$/.test(id)) return null;
  return code
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*([{};:,>\n])\s*/g, '$1')
    .replaceAll(';}', '}');
}

/** Writes a script so that it means the same whatever encoding a page or a server claims. */
function escapeNonAscii(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The types of a source file, without what only its inside needs. */
function declarationsOf(name: string): string {
  const path = join(FOLDER, name);
  const { code, errors } = isolatedDeclarationSync(path, readFileSync(path, 'utf8'));
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`);
  return code.replace(/^(import|export \*) .*\n/gm, '');
}

/** The service names the versions of files alike: `src/http/widget-files.ts`. */
function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files } = await build(fileURLToPath(new URL('../dist/widget/', import.meta.url)));
  const scripts = Object.entries(files).filter(([name]) => /\.m?js$/.test(name));
  for (const [name, { gzipBytes }] of scripts) console.log(`${name}: ${gzipBytes} bytes (gzip -9)`);
}
