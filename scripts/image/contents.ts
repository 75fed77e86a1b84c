/**
 * Says what an image holds and whether it may: of an archive as `docker save` writes it. What it adds to its
 * base is compared with `deploy/image-contents.txt` and, its size, with a section of docs/deployment.md.
 *
 *   usage: node scripts/image/contents.ts IMAGE.tar [--write]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { replaceSection } from '../../bench/support/section.ts';
import { productionPackages } from './packages.ts';
import { NEEDLESS_FILE } from './prune-modules.ts';

/** A file of an image. */
export interface File {
  /** From the root, without a slash before it. */
  readonly path: string;
  /** As `ls -l` shows it. */
  readonly mode: string;
  readonly owner: string;
  readonly bytes: number;
}

const APP = 'app/';
const MODULES = 'app/node_modules/';
const LISTING = new URL('../../deploy/image-contents.txt', import.meta.url);
/** Each says the size in a section of its own. */
const PAGES = ['README.md', 'docs/deployment.md'].map((path) => ({
  path,
  url: new URL(`../../${path}`, import.meta.url),
}));
const MOST_TAR_BYTES = 1 << 30;

/** How a gzip file begins. */
const GZIP = 0x1f8b;

const SHELLS = /(^|\/)(sh|bash|dash|ash|zsh|ksh|busybox|toybox)$/;
const INSTALLERS = /(^|\/)(npm|npx|corepack|yarn|pnpm|apt|apt-get|dpkg|apk)$/;

function tar(args: readonly string[], input?: Buffer): Buffer {
  return execFileSync('tar', args, { input, maxBuffer: MOST_TAR_BYTES });
}

/** The files of an image, in which later layers have taken the place of earlier ones. */
export function filesOf(archive: string): File[] {
  const [image] = JSON.parse(tar(['-xOf', archive, 'manifest.json']).toString()) as {
    Layers: string[];
  }[];
  const files = new Map<string, File>();
  for (const layer of image?.Layers ?? []) {
    const packed = tar(['-xOf', archive, layer]);
    // Some engines keep layers compressed.
    const unpacked = packed.readUInt16BE(0) === GZIP ? gunzipSync(packed) : packed;
    const listing = tar(['-tvf', '-', '--numeric-owner'], unpacked);
    for (const line of listing.toString().split('\n')) {
      const [, mode = '', owner = '', bytes, name = ''] =
        /^(\S{10})\S*\s+(\S+)\s+(\d+)\s+\S+\s+\S+\s+(.*)$/.exec(line) ?? [];
      const path = name.replace(/^\.?\//, '').replace(/ (->|link to) .*$/, '');
      const removed = /^(.*\/)?\.wh\.([^/]+)$/.exec(path);
      if (removed) {
        const gone =
          removed[2] === '.wh..opq' ? (removed[1] ?? '') : (removed[1] ?? '') + removed[2];
        for (const other of files.keys()) {
          if (other === gone || other.startsWith(`${gone}/`)) files.delete(other);
        }
      } else if (path !== '' && mode !== '' && !mode.startsWith('d')) {
        files.set(path, { path, mode, owner, bytes: Number(bytes) });
      }
    }
  }
  return [...files.values()];
}

/** Everything that has no business in the image, a sentence a fault. `packages` are those it needs. */
export function faultsOf(files: readonly File[], packages: ReadonlySet<string>): string[] {
  const programs = files.filter(({ path }) => !path.startsWith(APP));
  const own = files.filter(({ path }) => path.startsWith(APP));
  const name = ({ path }: File) => path;
  const found = new Set(own.flatMap(({ path }) => packageOf(path) ?? []));
  return [
    ...programs.filter(({ path }) => SHELLS.test(path)).map((file) => `a shell: ${file.path}`),
    ...programs
      .filter(({ path }) => INSTALLERS.test(path))
      .map((file) => `a package manager: ${file.path}`),
    ...files
      .filter(({ mode }) => /^...[sS]|^......[sS]/.test(mode))
      .map((file) => `another user for whoever runs it: ${file.path}`),
    ...own
      .filter(({ mode, owner }) => owner !== '0/0' || mode[5] === 'w' || mode[8] === 'w')
      .map((file) => `not root's alone to write: ${file.path}`),
    ...own
      .filter(({ path }) => path.startsWith(MODULES) && isNeedless(path))
      .map((file) => `needless: ${name(file)}`),
    ...[...found].filter((one) => !packages.has(one)).map((one) => `a package not needed: ${one}`),
    ...[...packages].filter((one) => !found.has(one)).map((one) => `a package missing: ${one}`),
  ];
}

function isNeedless(path: string): boolean {
  return NEEDLESS_FILE.test(path) && !/(^|\/)(licen[cs]e|notice|copying)[^/]*$/i.test(path);
}

/** The package, with the folders of those it stands in, that a file belongs to. */
function packageOf(path: string): string | undefined {
  return /^app\/((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

/** What the image adds to its base: the kinds of files in each folder. */
export function listingOf(files: readonly File[]): string {
  const kinds = new Map<string, Set<string>>();
  for (const { path } of files.filter((file) => file.path.startsWith(APP))) {
    const [folder = '', ...rest] = path.slice(APP.length).split('/');
    const place = rest.length === 0 ? `/app/${folder}` : `/app/${folder}/`;
    const kind = rest.length === 0 ? '' : extname(path) || 'no extension';
    kinds.set(place, (kinds.get(place) ?? new Set()).add(kind));
  }
  const rows = [...kinds].map(([place, set]) => `${place} ${[...set].sort().join(' ')}`.trimEnd());
  return [
    '# What the image adds to its base: folders, and the kinds of files in them.',
    '# Written by `scripts/check-image.sh --write`, which otherwise compares it.',
    ...rows.sort(),
    '',
  ].join('\n');
}

/** How large what the image adds to its base is, in all and by folders. */
function sizesOf(files: readonly File[]): string {
  const sizes = new Map<string, number>();
  for (const { path, bytes } of files.filter((file) => file.path.startsWith(APP))) {
    const [folder = ''] = path.slice(APP.length).split('/');
    sizes.set(folder, (sizes.get(folder) ?? 0) + bytes);
  }
  const rows = [...sizes].sort(([, one], [, other]) => other - one);
  const parts = rows.flatMap(([folder, bytes]) =>
    bytes < 1e5 ? [] : [`\`${folder}\` ${megabytes(bytes)} MB`],
  );
  const total = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
  return `It adds ${megabytes(total)} MB to its base, unpacked: ${parts.join(', ')}.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Whether a page says a size, and one that is no further off than a fifth. */
function saysSize(page: string, sizes: string): boolean {
  const sizeIn = (text: string) => Number(/It adds ([\d.]+) MB/.exec(text)?.[1]);
  return Math.abs(sizeIn(page) / sizeIn(sizes) - 1) < 0.2;
}

if (import.meta.main) {
  const [archive = '', option] = process.argv.slice(2);
  const files = filesOf(archive);
  const faults = faultsOf(files, new Set(productionPackages().keys()));
  const listing = listingOf(files);
  const sizes = sizesOf(files);
  if (option === '--write') {
    writeFileSync(LISTING, listing);
    for (const { url } of PAGES) {
      writeFileSync(url, replaceSection(readFileSync(url, 'utf8'), 'image', sizes));
    }
  } else {
    if (readFileSync(LISTING, 'utf8') !== listing) {
      faults.push(`it holds something else than deploy/image-contents.txt says:\n${listing}`);
    }
    for (const { path, url } of PAGES) {
      if (saysSize(readFileSync(url, 'utf8'), sizes)) continue;
      faults.push(`${path} says another size. ${sizes}`);
    }
  }
  for (const fault of faults) process.stdout.write(`FAIL   ${fault}\n`);
  if (faults.length > 0) process.exit(1);
  process.stdout.write(`ok     no shell, no package manager, nothing needless. ${sizes}\n`);
}
