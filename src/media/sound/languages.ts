import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Pack, readPack, VoicePackError } from './pack.ts';

/** What can be spoken. */
export interface Languages {
  /** Language tags (RFC 5646) in lower case, in alphabetical order. English is always one of them. */
  readonly available: readonly string[];
  /**
   * The language to speak to somebody who wishes for this one: itself or what it is a kind of, as `pt`
   * for `pt-BR` (RFC 4647, lookup), otherwise English. Takes any text.
   */
  choose(wish: string | undefined): string;
  /** The pack of an available language. Throws a RangeError for others. */
  packOf(language: string): Pack;
}

const FALLBACK = 'en';
/** The longest tag that a program must take (RFC 5646, 4.4.1). */
const MAX_TAG_LENGTH = 35;
const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;
const OWN_FOLDER = new URL('../../../assets/voices/', import.meta.url);

/**
 * Finds the voice packs of `assets/voices` and those of `voicesDir`, a folder of an operator with a
 * folder for each language. A language there takes the place of ours: voices that nobody can train on
 * are only worth something without those that anybody can. Reads no samples. Throws a VoicePackError
 * that says what is wrong with a pack.
 */
export function findLanguages(voicesDir?: string): Languages {
  const packs = new Map<string, Pack>();
  for (const folder of voicesDir ? [OWN_FOLDER, folderUrl(voicesDir)] : [OWN_FOLDER]) {
    const names = listFolders(folder);
    for (const name of names) {
      if (!TAG.test(name)) {
        throw new VoicePackError(
          `${folder.pathname}${name} is not called like a language, as "en"`,
        );
      }
      packs.set(name, readPack(new URL(`${name}/`, folder)));
    }
    if (names.length === 0) throw new VoicePackError(`${folder.pathname} has no voice packs`);
  }
  return {
    available: [...packs.keys()].sort(),
    choose: (wish = '') => {
      if (wish.length > MAX_TAG_LENGTH) return FALLBACK;
      for (let tag = wish.toLowerCase(); tag !== ''; tag = parentOf(tag)) {
        if (packs.has(tag)) return tag;
      }
      return FALLBACK;
    },
    packOf: (language) => {
      const pack = packs.get(language);
      if (!pack) throw new RangeError(`no voice speaks ${JSON.stringify(language)}`);
      return pack;
    },
  };
}

/** Without the last part, and without a single letter that only announces a part (RFC 4647, 3.4). */
function parentOf(tag: string): string {
  const at = tag.lastIndexOf('-');
  if (at < 0) return '';
  return tag.slice(0, tag[at - 2] === '-' ? at - 2 : at);
}

function folderUrl(path: string): URL {
  return pathToFileURL(path.endsWith(sep) ? path : path + sep);
}

function listFolders(folder: URL): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
  } catch (error) {
    throw new VoicePackError(
      `${folder.pathname} is no folder of voice packs: ${(error as Error).message}`,
    );
  }
}
