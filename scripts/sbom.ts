// Prints what the service is made of, as CycloneDX: `npm run --silent sbom`. Beside it stand `src/` and what
// assets/ has, whose licences are in the image.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

const readJson = (name: string) =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

const { devDependencies: _, ...manifest } = readJson('package.json');
const lock: Lock = readJson('package-lock.json');
const kept = Object.entries(lock.packages).filter(([, { dev }]) => !dev);

// `npm sbom --omit dev` forgets packages that something for development needs as well. So npm is shown a
// project that has nothing for development; its folder gives it its name.
const temporary = mkdtempSync(join(tmpdir(), 'sbom-'));
try {
  const folder = join(temporary, manifest.name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const packages = { ...Object.fromEntries(kept), '': manifest };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages }));
  const options = [
    '--package-lock-only',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
  ];
  execFileSync('npm', ['sbom', ...options], { cwd: folder, stdio: 'inherit' });
} finally {
  rmSync(temporary, { recursive: true });
}
