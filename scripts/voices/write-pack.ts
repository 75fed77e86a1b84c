import { mkdirSync, writeFileSync } from 'node:fs';
import { encodeMuLaw } from '../../src/media/sound/mu-law.ts';
import { PACK_FILES } from '../../src/media/sound/pack.ts';
import { trim } from './trim.ts';

/** A voice before it is packed: who speaks, and what may be done with it. */
export interface RawVoice {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  readonly attribution: string;
  /** Recordings of 0 to 9 at 16 kHz. */
  readonly digits: readonly Float32Array[];
}

/** Near full scale, so that mu-law has its finest steps to spare. */
const PEAK = 0.9;

/** Trims the recordings and writes the two files of a voice pack into `folder`. */
export function writePack(folder: URL, language: string, voices: readonly RawVoice[]): void {
  const parts: Uint8Array[] = [];
  let from = 0;
  const entries = voices.map(({ digits, ...about }) => {
    const clips = digits.map((raw) => {
      const clip = trim(raw);
      const gain = PEAK / clip.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      parts.push(Uint8Array.from(clip, (value) => encodeMuLaw(gain * value)));
      const range = [from, clip.length] as const;
      from += clip.length;
      return range;
    });
    const fields = Object.entries({ ...about, clips }).map(
      ([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    return `    {\n${fields.join(',\n')}\n    }`;
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(PACK_FILES.clips, folder), Buffer.concat(parts));
  writeFileSync(
    new URL(PACK_FILES.index, folder),
    `{\n  "language": ${JSON.stringify(language)},\n  "encoding": "mu-law, 16000 Hz, one channel",\n  "voices": [\n${entries.join(',\n')}\n  ]\n}\n`,
  );
}
