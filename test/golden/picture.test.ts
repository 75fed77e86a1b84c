import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { drawPicture } from '../../src/media/picture/draw.ts';
import { loadFonts } from '../../src/media/picture/glyphs.ts';
import { encodePng } from '../../src/media/picture/png.ts';
import { PICTURE_STYLES } from '../../src/media/picture/styles.ts';

// Hashes of pixels, not of files: zlib may compress otherwise in its next version. A change here is a
// change of every picture in the wild: look at a new contact sheet before accepting it (CONTRIBUTING).
const GOLDEN = [
  ['ACEHKL', 240, 80, 'af1b8e5ee57be0e5'],
  ['MNOPST', 240, 80, '8470013eb22544c3'],
  ['UWXY2347', 301, 99, 'fc9d0f9a1681dd49'],
  ['A', 120, 40, '295245abfbb65b4d'],
  ['BDFGIJQRVZ01', 600, 240, 'fcaf19bf22454823'],
  ['568956895689', 120, 240, '010b1b9919acc640'],
] as const;

const fonts = loadFonts();

test.each(GOLDEN)(
  '%s at %i × %i px has the pixels it always had',
  (text, widthPx, heightPx, hash) => {
    const seed = createHash('sha256').update(text).digest();
    const epochSeed = new Uint8Array(32);
    const job = { kind: 'picture', text, level: 2, epochSeed, seed, widthPx, heightPx } as const;
    const bitmap = drawPicture(job, fonts, PICTURE_STYLES.inkblot);
    expect(createHash('sha256').update(bitmap.pixels).digest('hex').slice(0, 16)).toBe(hash);

    const decoded = PNG.sync.read(Buffer.from(encodePng(bitmap)));
    const colours = Array.from(bitmap.pixels, (tone) => bitmap.palette[tone]);
    expect([decoded.width, decoded.height]).toEqual([widthPx, heightPx]);
    expect(colours.map((_, index) => decoded.data.readUInt32BE(4 * index) >>> 8)).toEqual(colours);
  },
);

test('the contact sheet that people looked at shows what is drawn today', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-sheet-'));
  try {
    const script = new URL('../../bench/reading/sheet.ts', import.meta.url).pathname;
    const answers = join(folder, 'answers/contact-sheet.txt');
    execFileSync(process.execPath, [
      script,
      '--count',
      '10',
      '--out',
      folder,
      '--answers',
      answers,
    ]);
    for (const name of ['contact-sheet.png', 'answers/contact-sheet.txt']) {
      const today = readFileSync(join(folder, name));
      const accepted = readFileSync(new URL(name, import.meta.url));
      const content = (file: Buffer) => (name.endsWith('.png') ? PNG.sync.read(file).data : file);
      expect(content(today).equals(content(accepted)), name).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
