import type { Media, SoundJob } from '../job.ts';
import { findLanguages, type Languages } from './languages.ts';
import { mixSound } from './sound.ts';
import { loadVoices, type Voice } from './voices.ts';
import { encodeWav } from './wav.ts';

/**
 * Renders sounds with our voices and those of `voicesDir`. The voices of a language are read when it
 * is first spoken: whoever serves pictures alone does not wait for them, nor keep them. Throws a
 * RangeError if nobody speaks the language, and a VoicePackError if the files have changed for worse.
 */
export function createRenderSound(voicesDir?: string): (job: SoundJob) => Media {
  const loaded = new Map<string, readonly Voice[]>();
  let languages: Languages | undefined;
  return (job) => {
    let voices = loaded.get(job.language);
    if (!voices) {
      languages ??= findLanguages(voicesDir);
      voices = loadVoices(languages.packOf(job.language));
      loaded.set(job.language, voices);
    }
    return { type: 'audio/wav', bytes: encodeWav(mixSound(job, voices).samples) };
  };
}
