import type { RgbImage } from './rgb-image.ts';

/**
 * The image at another width, its height in proportion, as a browser shows it: linear between the
 * pixels where it grows, averaged over all that fall together where it shrinks. Browsers do this on
 * sRGB values as they are, so this does too.
 */
export function resizeToWidth(image: RgbImage, widthPx: number): RgbImage {
  const heightPx = Math.round((image.heightPx * widthPx) / image.widthPx);
  // Turned round twice, so upright again.
  const turned = resizeAndTranspose(image.pixels, image.widthPx, image.heightPx, widthPx);
  const upright = resizeAndTranspose(turned, image.heightPx, widthPx, heightPx);
  return { widthPx, heightPx, pixels: Uint8Array.from(upright, Math.round) };
}

/** Gives each row `toPx` pixels and makes it a column. */
function resizeAndTranspose(
  pixels: ArrayLike<number>,
  widthPx: number,
  heightPx: number,
  toPx: number,
): Float32Array {
  const result = new Float32Array(3 * toPx * heightPx);
  for (let x = 0; x < toPx; x++) {
    const { first, weights } = taps(x, widthPx, toPx);
    for (let y = 0; y < heightPx; y++) {
      for (let part = 0; part < 3; part++) {
        result[3 * (x * heightPx + y) + part] = weights.reduce(
          (sum, weight, tap) =>
            sum + weight * (pixels[3 * (y * widthPx + first + tap) + part] as number),
          0,
        );
      }
    }
  }
  return result;
}

/** Which source pixels one target pixel is made of: a triangle over it, one wider pixel each way. */
function taps(target: number, from: number, to: number): { first: number; weights: number[] } {
  const scale = from / to;
  const reach = Math.max(1, scale);
  const centre = (target + 0.5) * scale - 0.5;
  const first = Math.max(0, Math.ceil(centre - reach));
  const last = Math.min(from - 1, Math.floor(centre + reach));
  const raw = Array.from(
    { length: last - first + 1 },
    (_, tap) => 1 - Math.abs(first + tap - centre) / reach,
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}
