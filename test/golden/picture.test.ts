import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { Level, PictureJob } from '../../src/media/job.ts';
import { createDrawPicture } from '../../src/media/picture/draw.ts';
import { loadFonts } from '../../src/media/picture/glyphs.ts';
import { PICTURE_STYLES } from '../../src/media/picture/styles.ts';
import { renderNow } from '../../src/media/render.ts';
import { pixelsOf } from '../support/media/pixels.ts';

// A change of a hash is a change of every picture in the wild: look at a new contact sheet before
// accepting it. GOLDEN=write writes the hashes and the sheet of today (CONTRIBUTING).
const WRITES = process.env['GOLDEN'] === 'write';

type Case = Pick<PictureJob, 'text' | 'level' | 'widthPx' | 'heightPx' | 'style'>;

const LEVELS: readonly Level[] = [1, 2, 3];
const sha256 = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256'));

const CASES: readonly Case[] = [
  ...Object.keys(PICTURE_STYLES).flatMap((style) =>
    LEVELS.map((level) => ({ style, text: 'AEHKLM', level, widthPx: 240, heightPx: 80 })),
  ),
  // Of a style that the seed chooses, in other sizes and with all the other characters.
  { text: 'OPSTUW', level: 1, widthPx: 300, heightPx: 100 },
  { text: 'Y23', level: 2, widthPx: 301, heightPx: 99 },
  { text: 'A', level: 2, widthPx: 120, heightPx: 40 },
  { text: 'BCDFGIJNQRVW', level: 3, widthPx: 600, heightPx: 240 },
  { text: '013456890134', level: 2, widthPx: 120, heightPx: 240 },
];

const draw = createDrawPicture(loadFonts());

/** A line of the table: what is drawn, and hashes of its pixels and colours and of its file. */
function describeCase({ style = 'any', ...rest }: Case): string {
  const { text, level, widthPx, heightPx } = rest;
  const job: PictureJob = {
    kind: 'picture',
    ...rest,
    ...(style === 'any' ? {} : { style }),
    epochSeed: sha256('golden epoch').digest(),
    seed: sha256('golden picture', text).digest(),
  };
  const { bits, palette } = draw(job);
  const pixels = sha256(pixelsOf(bits), JSON.stringify(palette)).digest('hex').slice(0, 16);
  const file = sha256(renderNow(job).bytes).digest('hex').slice(0, 16);
  return `${style} ${level} ${widthPx}x${heightPx} ${text} ${pixels} ${file}`;
}

test('every style at every level, and other sizes, have the pixels and files they always had', () => {
  const file = new URL('pictures.txt', import.meta.url);
  const today = CASES.map(describeCase);
  if (WRITES) {
    writeFileSync(file, `${today.join('\n')}\n`);
    console.log(today.join('\n'));
  }
  expect(today).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
});

test('the contact sheet that people looked at shows what is drawn today', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-sheet-'));
  try {
    const script = new URL('../../bench/reading/sheet.ts', import.meta.url).pathname;
    const answers = join(folder, 'answers/contact-sheet.txt');
    execFileSync(process.execPath, [script, '--count', '9', '--out', folder, '--answers', answers]);
    for (const name of ['contact-sheet.png', 'answers/contact-sheet.txt']) {
      const today = readFileSync(join(folder, name));
      const file = new URL(name, import.meta.url);
      if (WRITES) writeFileSync(file, today);
      const accepted = readFileSync(file);
      const content = (file: Buffer) => (name.endsWith('.png') ? PNG.sync.read(file).data : file);
      expect(content(today).equals(content(accepted)), name).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
