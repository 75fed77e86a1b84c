import { crc32, deflateSync } from 'node:zlib';
import { type Bits, createBits } from '../../src/media/picture/bits.ts';
import { encodePng } from '../../src/media/picture/png.ts';
import type { Palette } from '../../src/media/png-parts.ts';
import { decodePng } from '../support/rgb-image.ts';
import { type Contestant, createContestant } from './contestant.ts';

/** A decoded picture: its colours, most frequent first, and an index into them for each pixel. */
interface Indexed {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly palette: readonly number[];
  readonly pixels: Uint8Array;
}

/**
 * What no drawing can be faster than: the service's own encoder on pixels that are already there.
 * `files` are pictures that the service drew.
 */
export function createFloor(files: readonly Uint8Array[]): Contestant {
  const inputs = files.map((file) => toEncoderInput(toIndexed(file)));
  return createContestant('nothing drawn, only encoded', (index) =>
    encodePng(...(inputs[index % inputs.length] as EncoderInput)),
  );
}

/**
 * The same pixels in other encodings, for the choice of the encoder: bits a pixel, deflate level. The
 * rows are packed beforehand, so that their packing, which need not be done well here, costs nothing.
 */
export function createEncodings(files: readonly Uint8Array[]): Contestant[] {
  const pictures = files.map(toIndexed);
  const encodings = [
    [1, 0],
    [1, 1],
    [1, 6],
    [4, 1],
    [4, 6],
  ] as const;
  return encodings.map(([bits, level]) => {
    const packed = pictures.map((picture) => ({ picture, rows: packRows(picture, bits) }));
    const how = level === 0 ? 'stored' : `deflate level ${level}`;
    return createContestant(`${bits} bit${bits > 1 ? 's' : ''} a pixel, ${how}`, (index) => {
      const { picture, rows } = packed[index % packed.length] as (typeof packed)[number];
      return encodeRows(picture, rows, bits, level);
    });
  });
}

// The one place that knows what the service's encoder takes.
type EncoderInput = [bits: Bits, palette: Palette];

function toEncoderInput({ widthPx, heightPx, palette, pixels }: Indexed): EncoderInput {
  const bits = createBits(widthPx, heightPx);
  for (let y = 0, index = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, index++) {
      const at = y * bits.stride + (x >>> 5);
      const bit = (pixels[index] as number) << (31 - (x & 31));
      bits.words[at] = (bits.words[at] as number) | bit;
    }
  }
  return [bits, { paper: palette[0] ?? 0, ink: palette[1] ?? 0 }];
}

function toIndexed(file: Uint8Array): Indexed {
  const { widthPx, heightPx, pixels } = decodePng(file);
  const colours = Array.from({ length: widthPx * heightPx }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * index, 3 * index + 3);
    return (red << 16) | (green << 8) | blue;
  });
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const indices = Uint8Array.from(colours, (colour) => places.get(colour) ?? 0);
  return { widthPx, heightPx, palette, pixels: indices };
}

/**
 * Rows without filter. With fewer bits than the palette needs, the rarer colours fall together: for
 * this measurement the rows are as long and as ragged as they would be.
 */
function packRows({ widthPx, heightPx, pixels }: Indexed, bits: number): Uint8Array {
  const stride = 1 + Math.ceil((widthPx * bits) / 8);
  const rows = new Uint8Array(stride * heightPx);
  const perByte = 8 / bits;
  for (let y = 0, index = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, index++) {
      const at = y * stride + 1 + Math.floor(x / perByte);
      const value = Math.min(2 ** bits - 1, pixels[index] as number);
      rows[at] = (rows[at] as number) | (value << (8 - bits * (1 + (x % perByte))));
    }
  }
  return rows;
}

/** A PNG of indexed colour. */
function encodeRows(picture: Indexed, rows: Uint8Array, bits: number, level: number): Uint8Array {
  const { widthPx, heightPx, palette } = picture;
  const colours = palette.slice(0, 2 ** bits).flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([bits, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(colours)),
    chunk('IDAT', deflateSync(rows, { level })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
