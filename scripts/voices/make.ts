// Writes `assets/voices` from Debian packages, which README.md names:
//   npx node scripts/voices/make.ts
// A new voice is a row of LANGUAGES. Its licence must let us ship what it says under the licence of
// this repository: no share-alike, no "non-commercial", no GPL.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { readPack } from '../../src/media/sound/pack.ts';
import { asterisk, festival, flite, openJTalk, pico, SOURCES, type Source } from './sources.ts';
import { warpThroat } from './warp.ts';
import { writePack } from './write-pack.ts';

interface VoiceRow {
  readonly name: string;
  readonly source: Source;
  readonly character: string;
  /** A word is what the language calls a digit. */
  readonly say: (word: string, digit: number) => Float32Array;
}

const warped = (row: VoiceRow, suffix: string, factor: number): VoiceRow => ({
  ...row,
  name: `${row.name}-${suffix}`,
  character: `${row.name} with a ${factor < 1 ? 'longer' : 'shorter'} throat (x ${factor})`,
  say: (word, digit) => warpThroat(row.say(word, digit), factor),
});

const fliteRow = (name: string, character: string): VoiceRow => ({
  name,
  source: SOURCES.flite,
  character,
  say: (word) => flite(name, word),
});

const picoRow = (language: string): VoiceRow => ({
  name: `pico-${language}`,
  source: SOURCES.pico,
  character: 'woman, synthetic',
  say: (word) => pico(language, word),
});

const asteriskRow = (source: Source, character: string, path: string): VoiceRow => ({
  name: source.name,
  source,
  character: `${character}, recorded`,
  say: (_word, digit) => asterisk(path.replace('*', String(digit))),
});

const low = (row: VoiceRow) => warped(row, 'low', 0.87);
const high = (row: VoiceRow) => warped(row, 'high', 1.12);

const carlo = asteriskRow(SOURCES.carlo, 'man', 'it_IT_m_Carlo/digits/*.g722');
const armelle = asteriskRow(SOURCES.armelle, 'woman', 'fr/digits/*.gsm');
const maxim = asteriskRow(SOURCES.maxim, 'woman', 'ru_RU_f_IvrvoiceRU/digits/*.g722');
const nitech: VoiceRow = {
  name: 'nitech',
  source: SOURCES.nitech,
  character: 'man, synthetic',
  say: (word) => openJTalk(word),
};

const LANGUAGES: Readonly<Record<string, { words: string; voices: readonly VoiceRow[] }>> = {
  de: {
    words: 'null eins zwei drei vier fünf sechs sieben acht neun',
    voices: [picoRow('de-DE'), low(picoRow('de-DE')), high(picoRow('de-DE'))],
  },
  en: {
    words: 'zero one two three four five six seven eight nine',
    voices: [
      fliteRow('slt', 'woman, American, synthetic'),
      fliteRow('rms', 'man, American, synthetic'),
      fliteRow('awb', 'man, Scottish, synthetic'),
      fliteRow('kal16', 'man, American, synthetic of diphones'),
      {
        name: 'ked',
        source: SOURCES.ked,
        character: 'man, American, synthetic of diphones',
        say: (word) => festival('ked_diphone', word),
      },
      picoRow('en-US'),
      picoRow('en-GB'),
    ],
  },
  es: {
    words: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
    voices: [picoRow('es-ES'), low(picoRow('es-ES')), high(picoRow('es-ES'))],
  },
  fr: {
    words: 'zéro un deux trois quatre cinq six sept huit neuf',
    voices: [picoRow('fr-FR'), low(picoRow('fr-FR')), armelle],
  },
  it: {
    words: 'zero uno due tre quattro cinque sei sette otto nove',
    voices: [picoRow('it-IT'), low(picoRow('it-IT')), carlo],
  },
  ja: {
    words: 'ゼロ いち に さん よん ご ろく なな はち きゅう',
    voices: [nitech, low(nitech), high(nitech)],
  },
  ru: {
    words: 'ноль один два три четыре пять шесть семь восемь девять',
    voices: [maxim, low(maxim), high(maxim)],
  },
};

const assets = new URL('../../assets/voices/', import.meta.url);

function versionOf(name: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how dpkg-query writes a field
  return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });
}

const rows: string[] = [];
for (const [language, { words, voices }] of Object.entries(LANGUAGES)) {
  const folder = new URL(`${language}/`, assets);
  writePack(
    folder,
    language,
    voices.map(({ name, source, say }) => ({
      name,
      source: `Debian package ${source.package} ${versionOf(source.package)}`,
      licence: source.licence,
      attribution: source.attribution,
      digits: words.split(' ').map(say),
    })),
  );
  readPack(folder);
  for (const { name, source, character } of voices) {
    rows.push(
      `| ${language} | ${name} | ${character} | ${source.attribution} | ${source.licence}, [text](${source.name}.LICENSE.txt) | \`${source.package}\` ${versionOf(source.package)} |`,
    );
  }
}

for (const { name, package: debian, notice, ...rest } of Object.values<Source>(SOURCES)) {
  const text = readFileSync(`/usr/share/doc/${debian}/copyright`, 'utf8');
  const [first, after] = notice;
  const from = text.indexOf(first);
  const to = text.indexOf(after, from + first.length);
  if (from < 0 || to < 0) throw new Error(`the copyright file of ${debian} has changed`);
  const link =
    rest.licence === 'CC-BY-3.0' ? 'https://creativecommons.org/licenses/by/3.0/legalcode\n\n' : '';
  const full = rest.licenceText ? `\n\n${readFileSync(rest.licenceText, 'utf8')}` : '';
  writeFileSync(
    new URL(`${name}.LICENSE.txt`, assets),
    `Digits spoken by voices of the Debian package ${debian}, cut, made equally loud and packed as mu-law.\n` +
      `By: ${rest.attribution}\nLicence: ${rest.licence}\n${link}\n` +
      `From the copyright file of the package:\n\n${text.slice(from, to).trim()}\n${full}`,
  );
}

writeFileSync(
  new URL('README.md', assets),
  `# Voices

Ten digits by each voice, a folder for each language: \`clips.ulaw\` holds the samples (mu-law, 16 kHz,
one channel), \`index.json\` where each digit begins and how long it is, and where the voice comes from.

The clips are modified: cut, made equally loud, and, where the table says so, played with another length
of the throat. They stay under the licences of their voices, whose texts lie here.

| Language | Voice | | By | Licence | From |
|---|---|---|---|---|---|
${rows.join('\n')}

Made by \`npx node scripts/voices/make.ts\`; do not edit by hand. How to make voices of your own:
[scripts/voices](../../scripts/voices/README.md).
`,
);
