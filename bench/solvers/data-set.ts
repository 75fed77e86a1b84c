import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a data set: `pictures.bin`, each PNG after its length (four bytes, big-endian), which
 * dataset.py decodes four times as fast as JavaScript would; `answers.txt`, a line a picture; and
 * `meant.json`: for each character that may be read, the one of the answers it counts as.
 */
export function writeDataSet(
  folder: string,
  pngs: readonly Uint8Array[],
  answers: readonly string[],
  meant: Readonly<Record<string, string>>,
): void {
  const parts = pngs.flatMap((png) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(png.length);
    return [length, png];
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pictures.bin'), Buffer.concat(parts));
  writeFileSync(join(folder, 'answers.txt'), answers.map((text) => `${text}\n`).join(''));
  writeFileSync(join(folder, 'meant.json'), JSON.stringify(meant));
}
