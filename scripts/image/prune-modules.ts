/**
 * Takes out of a `node_modules` what no program loads when it runs: types, source maps, texts, and the
 * tests, examples and documents of packages. Licences stay, as most of them demand it.
 *
 *   usage: node scripts/image/prune-modules.ts FOLDER
 */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Files that Node never loads. */
export const NEEDLESS_FILE = /\.(map|md|markdown|[cm]?ts|tsx|ya?ml|tsbuildinfo|flow|sh|ps1)$/i;

/** Folders and files that nothing loads where they stand at the root of a package. */
const NEEDLESS_AT_ROOT =
  /^(\..+|tests?|__tests__|spec|bench(marks?)?|examples?|docs?|tsconfig.*\.json|eslint\.config\.\w+)$/i;

const LICENCE = /^(licen[cs]e|copying|notice|copyright)/i;

/** Whether this folder is the root of a package: `node_modules/name` or `node_modules/@scope/name`. */
function isPackage(folder: string): boolean {
  const parent = dirname(folder);
  const above = basename(parent).startsWith('@') ? dirname(parent) : parent;
  return basename(above) === 'node_modules' && !basename(folder).startsWith('@');
}

/** Removes what is needless below a folder, and folders that become empty. Returns the bytes freed. */
export function pruneModules(folder: string): number {
  const atRoot = isPackage(folder);
  let freed = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (LICENCE.test(entry.name)) continue;
    // Links to programs, for a shell.
    const isLinks = entry.name === '.bin';
    if (isLinks || (atRoot && NEEDLESS_AT_ROOT.test(entry.name))) {
      freed += sizeOf(path);
      rmSync(path, { recursive: true });
    } else if (entry.isDirectory()) {
      freed += pruneModules(path);
      if (readdirSync(path).length === 0) rmSync(path, { recursive: true });
    } else if (NEEDLESS_FILE.test(entry.name)) {
      freed += sizeOf(path);
      rmSync(path);
    }
  }
  return freed;
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('usage: node scripts/image/prune-modules.ts FOLDER');
  process.stdout.write(`${folder}: ${(pruneModules(folder) / 1e6).toFixed(1)} MB pruned\n`);
}
