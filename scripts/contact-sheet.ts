// Writes pictures at their real size on one numbered sheet, and what they say to another file:
//   npx node scripts/contact-sheet.ts [--count 30] [--seed text] [--out dir] [--size 240x80] [--length 6]
//     [--alphabet ACE]
// Read the sheet first and the answers afterwards: whoever knows a text reads it in any picture.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSeededRandom } from '../src/base/random.ts';
import { ALPHABET } from '../src/challenge/answer.ts';
import { drawPicture } from '../src/media/picture/draw.ts';
import { type Font, loadFonts } from '../src/media/picture/glyphs.ts';
import { type Bitmap, encodePng } from '../src/media/picture/png.ts';
import { rasterise } from '../src/media/picture/raster.ts';
import { PICTURE_STYLES } from '../src/media/picture/styles.ts';

const COLUMNS = 5;
const GAP_PX = 14;
const LABEL_PX = 12;

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '30' },
    seed: { type: 'string', default: 'contact sheet' },
    out: { type: 'string', default: '.' },
    size: { type: 'string', default: '240x80' },
    length: { type: 'string', default: '6' },
    alphabet: { type: 'string', default: ALPHABET },
  },
});
const count = Number(options.count);
const [widthPx = 0, heightPx = 0] = options.size.split('x').map(Number);
const rowCount = Math.ceil(count / COLUMNS);

const style = PICTURE_STYLES.inkblot;
const fonts = loadFonts();
// Another text at every size and length: whoever has read one sheet knows nothing of the next.
const random = createSeededRandom(seedOf(`answers ${options.size} ${options.length}`));
const answers = Array.from({ length: count }, () =>
  Array.from({ length: Number(options.length) }, () => random.pick([...options.alphabet])).join(''),
);
const pictures = answers.map((text, index) =>
  drawPicture(
    {
      kind: 'picture',
      text,
      level: 2,
      epochSeed: seedOf('epoch'),
      seed: seedOf(`picture ${index}`),
      widthPx,
      heightPx,
    },
    fonts,
    style,
  ),
);

const sheet = emptySheet(pictures[0] as Bitmap);
pictures.forEach((picture, index) => {
  const left = GAP_PX + (index % COLUMNS) * (widthPx + GAP_PX);
  const top = GAP_PX + Math.floor(index / COLUMNS) * (heightPx + LABEL_PX + GAP_PX);
  paste(sheet, numeral(index + 1, fonts), left, top);
  paste(sheet, picture, left, top + LABEL_PX);
});

mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, 'contact-sheet.png'), encodePng(sheet));
writeFileSync(
  join(options.out, 'contact-sheet-answers.txt'),
  answers.map((text, index) => `${index + 1} ${text}\n`).join(''),
);

function seedOf(purpose: string): Uint8Array {
  return createHash('sha256').update(`${options.seed}\n${purpose}`).digest();
}

function emptySheet({ palette }: Bitmap): Bitmap {
  const sheetWidthPx = GAP_PX + COLUMNS * (widthPx + GAP_PX);
  const sheetHeightPx = GAP_PX + rowCount * (heightPx + LABEL_PX + GAP_PX);
  const pixels = new Uint8Array(sheetWidthPx * sheetHeightPx);
  return { widthPx: sheetWidthPx, heightPx: sheetHeightPx, palette, pixels };
}

function paste(onto: Bitmap, picture: Bitmap, left: number, top: number): void {
  for (let y = 0; y < picture.heightPx; y++) {
    const row = picture.pixels.subarray(y * picture.widthPx, (y + 1) * picture.widthPx);
    onto.pixels.set(row, (top + y) * onto.widthPx + left);
  }
}

function numeral(value: number, [font]: readonly Font[]): Bitmap {
  const tallPx = LABEL_PX - 4;
  const contours = Array.from(String(value), (digit, place) =>
    (font?.get(digit)?.contours ?? []).map((points) =>
      points.map((at, i) => (i % 2 === 0 ? (at + 0.8 * place) * tallPx : (at + 1.1) * tallPx)),
    ),
  ).flat();
  const { coverage } = rasterise(contours, 3 * LABEL_PX, LABEL_PX);
  const pixels = coverage.map((share) => Math.round((share * 15) / 255));
  return { widthPx: 3 * LABEL_PX, heightPx: LABEL_PX, palette: [], pixels };
}
