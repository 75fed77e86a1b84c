// Makes a voice pack of recordings: ten WAV files, `0.wav` to `9.wav`, in a folder for each voice.
//   npx node scripts/voices/pack.ts --from recordings/en --to voices/en
// README.md says how to record and what to do with the pack.

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readPack } from '../../src/media/sound/pack.ts';
import { readWav } from './wav.ts';
import { type RawVoice, writePack } from './write-pack.ts';

const { values: options } = parseArgs({
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    licence: { type: 'string', default: 'private' },
    attribution: { type: 'string', default: '' },
  },
});
const { from, to, licence, attribution } = options;
if (!from || !to) throw new Error('--from and --to name two folders');

const names = readdirSync(from, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const voices = names.map(
  (name): RawVoice => ({
    name,
    source: 'recorded',
    licence,
    attribution,
    digits: Array.from({ length: 10 }, (_, digit) => readWav(join(from, name, `${digit}.wav`))),
  }),
);
const folder = pathToFileURL(`${to}/`);
writePack(folder, basename(to), voices);
// What the service would say about it.
readPack(folder);
process.stdout.write(`${to}: ${names.length} voices: ${names.join(', ')}\n`);
