import { constants } from 'node:zlib';
import { PNG } from 'pngjs';

/** An opaque picture, three bytes a pixel (red, green, blue in sRGB), row by row. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint8Array;
}

/** An image of one colour (0xRRGGBB). */
export function createImage(widthPx: number, heightPx: number, colour: number): RgbImage {
  const pixels = new Uint8Array(3 * widthPx * heightPx);
  const rgb = [colour >> 16, (colour >> 8) & 255, colour & 255];
  for (let at = 0; at < pixels.length; at += 3) pixels.set(rgb, at);
  return { widthPx, heightPx, pixels };
}

/**
 * What a PNG file shows, whatever its colour type and depth. Read by pngjs, which shares no code with
 * the service's own encoder. Throws an Error if the file is damaged.
 */
export function decodePng(bytes: Uint8Array): RgbImage {
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  const pixels = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels.set(data.subarray(from, from + 3), to);
  }
  return { widthPx: width, heightPx: height, pixels };
}

/** The image as a PNG file, 24 bits a pixel. */
export function encodeRgbPng({ widthPx, heightPx, pixels }: RgbImage): Uint8Array {
  const png = new PNG({ width: widthPx, height: heightPx });
  png.data = Buffer.from(pixels);
  // Flat colours: without a filter and with zlib's own strategy the file has half the bytes.
  const flat = { filterType: 0, deflateStrategy: constants.Z_DEFAULT_STRATEGY };
  return PNG.sync.write(png, { colorType: 2, inputColorType: 2, inputHasAlpha: false, ...flat });
}

/** Copies `image` onto `onto`, which must have room for it at this place. */
export function paste(onto: RgbImage, image: RgbImage, leftPx: number, topPx: number): void {
  const rowBytes = 3 * image.widthPx;
  for (let y = 0; y < image.heightPx; y++) {
    const row = image.pixels.subarray(y * rowBytes, (y + 1) * rowBytes);
    onto.pixels.set(row, 3 * ((topPx + y) * onto.widthPx + leftPx));
  }
}
