import { readFileSync, statSync } from 'node:fs';

/** A voice pack cannot be used. The message names the file and says what is wrong with it. */
export class VoicePackError extends Error {
  override readonly name = 'VoicePackError';
}

/** One voice of a pack. */
export interface PackVoice {
  readonly name: string;
  /** Of the digits 0 to 9: where it begins among the samples of the pack, and how many it has. */
  readonly clips: readonly (readonly [from: number, length: number])[];
}

/** Ten digits by one or more voices in one language: a folder with `index.json` and `clips.ulaw`. */
export interface Pack {
  readonly folder: URL;
  readonly voices: readonly PackVoice[];
}

/** A pack of 32 voices, a second for each digit, has 5 MB, and takes four times that in each thread. */
const MAX_CLIPS_BYTES = 8_000_000;
const MAX_INDEX_BYTES = 1_000_000;
const MAX_VOICES = 64;
/** A fiftieth of a second is no digit, and more than 1.5 s of one is nobody's patience. */
const MIN_CLIP = 320;
const MAX_CLIP = 24_000;

/** The names of the files of a pack. */
export const PACK_FILES = { index: 'index.json', clips: 'clips.ulaw' } as const;

/**
 * Reads what a pack has, but none of its samples. The folder's URL ends in a slash. Throws a
 * VoicePackError if it is no pack, or larger than 8 MB or 64 voices.
 */
export function readPack(folder: URL): Pack {
  const index = read(new URL(PACK_FILES.index, folder), MAX_INDEX_BYTES);
  const bytes = sizeOf(new URL(PACK_FILES.clips, folder), MAX_CLIPS_BYTES);
  const faulty = (what: string): never => {
    throw new VoicePackError(`${new URL(PACK_FILES.index, folder).pathname}: ${what}`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(index.toString('utf8'));
  } catch {
    return faulty('is no JSON');
  }
  const voices = isObject(parsed) ? parsed['voices'] : undefined;
  if (!Array.isArray(voices) || voices.length === 0) return faulty('has no list of "voices"');
  if (voices.length > MAX_VOICES) return faulty(`has more than ${MAX_VOICES} voices`);
  return {
    folder,
    voices: voices.map((voice: unknown, number) => {
      const { name, clips } = isObject(voice) ? voice : {};
      if (typeof name !== 'string' || name === '') return faulty(`voice ${number} has no "name"`);
      if (!Array.isArray(clips) || clips.length !== 10) {
        return faulty(`voice ${name} needs 10 "clips", of 0 to 9`);
      }
      return {
        name,
        clips: clips.map((clip: unknown, digit) => {
          if (!isRange(clip, bytes)) {
            return faulty(
              `voice ${name}, digit ${digit}: "clips" are [from, length], ${MIN_CLIP} to ${MAX_CLIP} samples long and within ${PACK_FILES.clips}`,
            );
          }
          return clip;
        }),
      };
    }),
  };
}

/** The samples of a pack, mu-law at 16 kHz. Throws a VoicePackError. */
export function readClips({ folder }: Pack): Uint8Array {
  return read(new URL(PACK_FILES.clips, folder), MAX_CLIPS_BYTES);
}

function read(file: URL, maxBytes: number): Buffer {
  sizeOf(file, maxBytes);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new VoicePackError(`${file.pathname} cannot be read: ${(error as Error).message}`);
  }
}

function sizeOf(file: URL, maxBytes: number): number {
  let size: number;
  try {
    size = statSync(file).size;
  } catch (error) {
    throw new VoicePackError(`${file.pathname} cannot be read: ${(error as Error).message}`);
  }
  if (size > maxBytes) {
    throw new VoicePackError(`${file.pathname} has ${size} bytes, and may have ${maxBytes}`);
  }
  return size;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRange(clip: unknown, bytes: number): clip is readonly [number, number] {
  if (!Array.isArray(clip) || clip.length !== 2 || !clip.every(Number.isSafeInteger)) return false;
  const [from, length] = clip as [number, number];
  return from >= 0 && length >= MIN_CLIP && length <= MAX_CLIP && from + length <= bytes;
}
