import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** A file of the built widget, ready to be sent. */
export interface WidgetFile {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly gzipped: Uint8Array;
  /** What an address names as `v` to be kept for ever. */
  readonly version: string;
  readonly etag: string;
}

/** By its path in the folder of the build, such as `widget.js` or `strings/de.json`. */
export type WidgetFiles = ReadonlyMap<string, WidgetFile>;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Reads the build of the widget into memory. Empty if there is no such folder. */
export function loadWidgetFiles(folder: URL): WidgetFiles {
  const files = new Map<string, WidgetFile>();
  const stringsVersion = readStringsVersion(folder);
  for (const name of listFiles(folder)) {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    if (type === undefined || name === MANIFEST) continue;
    const bytes = readFileSync(new URL(name, folder));
    const digest = hash('sha256', bytes, 'hex').slice(0, 16);
    // Scripts know one version of all texts, not a hash of each.
    const version = name.startsWith('strings/') ? stringsVersion : digest;
    files.set(name, { type, bytes, gzipped: gzipSync(bytes), version, etag: `"${digest}"` });
  }
  return files;
}

/** Written by the build. */
const MANIFEST = 'manifest.json';

function readStringsVersion(folder: URL): string {
  try {
    return JSON.parse(readFileSync(new URL(MANIFEST, folder), 'utf8')).stringsVersion;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function listFiles(folder: URL): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
      path.replaceAll('\\', '/'),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
