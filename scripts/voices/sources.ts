import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from './wav.ts';

/** Where voices come from: a Debian package, what its licence is, and how it says something. */
export interface Source {
  /** Also the name of the licence's file. */
  readonly name: string;
  /** The package that holds the voice. */
  readonly package: string;
  readonly licence: string;
  readonly attribution: string;
  /** Of the package's copyright file, the part about the voice: between these two, the first included. */
  readonly notice: readonly [from: string, to: string];
  /** The text of the licence, where the notice only names it. */
  readonly licenceText?: string;
}

const ASTERISK = '/usr/share/asterisk/sounds';

/** Every source, by its name. */
export const SOURCES = {
  flite: {
    name: 'flite',
    package: 'libflite1',
    licence: 'MIT-Festival',
    attribution: 'Carnegie Mellon University, Language Technologies Institute',
    notice: ['All other files are under following license', 'This Debian package is copyright'],
  },
  ked: {
    name: 'ked',
    package: 'festvox-kdlpc16k',
    licence: 'MIT-Festival',
    attribution: 'Centre for Speech Technology Research, University of Edinburgh',
    notice: ['This directory contains', 'Note this voice'],
  },
  pico: {
    name: 'pico',
    package: 'libttspico-data',
    licence: 'Apache-2.0',
    attribution: 'SVOX AG; The Android Open Source Project',
    notice: ['Files: *', 'Files: pico/lib/picofftsg.c'],
    licenceText: '/usr/share/common-licenses/Apache-2.0',
  },
  carlo: {
    name: 'carlo',
    package: 'asterisk-core-sounds-it-g722',
    licence: 'CC-BY-3.0',
    attribution: 'Carlo Flora, http://www.segreterietelefoniche.it',
    notice: ['Files: it-*', 'Files: '],
  },
  maxim: {
    name: 'maxim',
    package: 'asterisk-core-sounds-ru-g722',
    licence: 'CC-BY-3.0',
    attribution: 'Maxim Topal, http://www.ivrvoice.ru',
    notice: ['Files: ru-*', 'Files: '],
  },
  armelle: {
    name: 'armelle',
    package: 'asterisk-prompt-fr-armelle',
    licence: 'LicenseRef-Armelle',
    attribution: 'Armelle Desjardins (voice), Michel Gutierrez (copyright)',
    notice: ['Upstream:', 'The Debian packaging'],
  },
  nitech: {
    name: 'nitech',
    package: 'hts-voice-nitech-jp-atr503-m001',
    licence: 'CC-BY-3.0',
    attribution: 'Nagoya Institute of Technology; Tokyo Institute of Technology',
    notice: ['Files: *', 'Files: debian'],
  },
} as const satisfies Readonly<Record<string, Source>>;

const folder = mkdtempSync(join(tmpdir(), 'voices-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const wav = join(folder, 'said.wav');
const txt = join(folder, 'said.txt');

/** A voice of flite says a word. */
export function flite(voice: string, word: string): Float32Array {
  execFileSync('flite', ['-voice', voice, '-t', `${word}.`, '-o', wav]);
  return readWav(wav);
}

/** A voice of Festival says a word. */
export function festival(voice: string, word: string): Float32Array {
  execFileSync('text2wave', ['-eval', `(voice_${voice})`, '-o', wav], { input: word });
  return readWav(wav);
}

/** SVOX Pico says a word in a language such as `de-DE`. */
export function pico(language: string, word: string): Float32Array {
  execFileSync('pico2wave', ['-l', language, '-w', wav, `${word}.`]);
  return readWav(wav);
}

/** Open JTalk says a word. */
export function openJTalk(word: string): Float32Array {
  writeFileSync(txt, `${word}。`);
  const voice = '/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice';
  const words = '/var/lib/mecab/dic/open-jtalk/naist-jdic';
  execFileSync('open_jtalk', ['-x', words, '-m', voice, '-ow', wav, txt]);
  return readWav(wav);
}

/** A digit as somebody recorded it for a telephone exchange: `it_IT_m_Carlo/digits/3.g722`. */
export function asterisk(path: string): Float32Array {
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    join(ASTERISK, path),
    '-c:a',
    'pcm_s16le',
    wav,
  ]);
  return readWav(wav);
}
