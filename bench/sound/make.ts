// Labelled sounds for the attacks: writes `sounds.s16` (all samples, 16 bits) and `sounds.json` into a
// folder.
//   npx node bench/sound/make.ts --out DIR --set 1 --count 100 --key test [--voices slt,rms] [--pack DIR]
// A set is a level, or `clean`: the same voices with nothing done to them. `clips` are the digits of the
// voices alone, ten for each voice.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createSeededRandom, type Random } from '../../src/base/random.ts';
import { deriveSeed } from '../../src/base/secrets.ts';
import { newDigits } from '../../src/challenge/digits.ts';
import type { Level } from '../../src/media/job.ts';
import { findLanguages } from '../../src/media/sound/languages.ts';
import { readPack } from '../../src/media/sound/pack.ts';
import { type Mix, mixSound } from '../../src/media/sound/sound.ts';
import { loadVoices, type Voice } from '../../src/media/sound/voices.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    set: { type: 'string' },
    count: { type: 'string', default: '100' },
    key: { type: 'string', default: 'test' },
    voices: { type: 'string', default: '' },
    pack: { type: 'string' },
  },
});
const { out, set } = options;
if (!out || !set) throw new Error('--out and --set are needed');
/** As many as the service says by default. */
const DIGITS = 6;

const pack = options.pack
  ? readPack(pathToFileURL(`${options.pack}/`))
  : findLanguages().packOf('en');
const wanted = options.voices ? options.voices.split(',') : pack.voices.map(({ name }) => name);
const voices = loadVoices(pack).filter((_, n) => wanted.includes(pack.voices[n]?.name ?? ''));
if (voices.length !== wanted.length) throw new Error(`not all there: ${wanted.join(', ')}`);

function make(index: number): Mix & { label: string } {
  if (set === 'clips') {
    const clip = (voices[Math.floor(index / 10)] as Voice)[index % 10] as Float32Array;
    return { label: String(index % 10), ...concatenate([clip], 0.25) };
  }
  const seed = deriveSeed(`${set} ${options.key}`, 'sound', String(index));
  const random = createSeededRandom(seed);
  const label = newDigits(random, DIGITS);
  if (set === 'clean') return { label, ...concatenate(clipsOf(label, random), 0.5) };
  const level = Number(set) as Level;
  return {
    label,
    ...mixSound({ kind: 'sound', digits: label, language: 'en', level, seed }, voices),
  };
}

function clipsOf(label: string, random: Random): Float32Array[] {
  return Array.from(label, (digit) => random.pick(voices)[Number(digit)] as Float32Array);
}

function concatenate(clips: readonly Float32Array[], pauseS: number): Mix {
  const pause = pauseS * 16_000;
  const digits: { from: number; length: number }[] = [];
  let at = pause;
  for (const { length } of clips) {
    digits.push({ from: at, length });
    at += length + pause;
  }
  const samples = new Float32Array(at);
  // Half as loud as the mixer takes them: the peaks of a voice lie above 1.
  for (const [n, { from }] of digits.entries()) {
    samples.set(
      (clips[n] as Float32Array).map((value) => value / 2),
      from,
    );
  }
  return { samples, digits };
}

const count = set === 'clips' ? 10 * voices.length : Number(options.count);
const parts: Int16Array[] = [];
const sounds = Array.from({ length: count }, (_, index) => {
  const { samples, digits, label } = make(index);
  parts.push(Int16Array.from(samples, (value) => Math.max(-1, Math.min(1, value)) * 32_767));
  return { label, length: samples.length, digits };
});
mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, 'sounds.s16'),
  Buffer.concat(parts.map(({ buffer, byteLength }) => Buffer.from(buffer, 0, byteLength))),
);
writeFileSync(join(out, 'sounds.json'), JSON.stringify(sounds));
