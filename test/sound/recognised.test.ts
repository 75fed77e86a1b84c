import { expect, it } from 'vitest';
import { findLanguages } from '../../src/media/sound/languages.ts';
import { mixSound } from '../../src/media/sound/sound.ts';
import { loadVoices } from '../../src/media/sound/voices.ts';
import { findPocketsphinx } from '../support/media/pocketsphinx.ts';
import { describeWith } from '../support/processes/programs.ts';

const recognise = findPocketsphinx();

describeWith({ 'pocketsphinx and pocketsphinx-en-us': recognise }, 'a recogniser of speech', () => {
  const pack = findLanguages().packOf('en');
  const voices = loadVoices(pack);
  const hear = recognise as NonNullable<typeof recognise>;

  it('understands every digit of every English voice', () => {
    const clips = voices.flatMap((voice) =>
      voice.map((clip) => {
        const amidSilence = new Float32Array(clip.length + 9600);
        amidSilence.set(
          clip.map((value) => value / 2),
          4800,
        );
        return amidSilence;
      }),
    );
    const heard = hear(clips, 1)
      .join('')
      .match(/.{1,10}/g);
    expect(heard).toEqual(pack.voices.map(() => '0123456789'));
    expect(voices.length).toBeGreaterThanOrEqual(5);
  });

  it('does not understand digits amid babble, though a person may', () => {
    const sounds = Array.from({ length: 8 }, (_, n) => ({
      digits: String(100_000 + 41_387 * n),
      mix: (digits: string) =>
        mixSound(
          { kind: 'sound', digits, language: 'en', level: 1, seed: new Uint8Array(32).fill(n) },
          voices,
        ).samples,
    }));
    const heard = hear(
      sounds.map(({ digits, mix }) => mix(digits)),
      6,
    );
    expect(heard).toHaveLength(8);
    expect(sounds.filter(({ digits }, n) => digits === heard[n])).toEqual([]);
  });
});
