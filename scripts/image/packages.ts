import { readFileSync } from 'node:fs';

/** The packages that the service needs when it runs: versions by folders, as the lock file has them. */
export function productionPackages(): ReadonlyMap<string, string> {
  const lock = JSON.parse(
    readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as { packages: Record<string, { version: string; dev?: boolean; optional?: boolean }> };
  const needed = Object.entries(lock.packages).filter(
    ([folder, { dev, optional }]) => folder !== '' && !dev && !optional,
  );
  return new Map(needed.map(([folder, { version }]) => [folder, version]));
}
