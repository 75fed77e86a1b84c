import { resizeToWidth } from '../support/resize.ts';
import type { RgbImage } from '../support/rgb-image.ts';
import type { Page } from './compose.ts';

/** A way to look at pictures: what becomes of each of them, and the page around it. */
export interface View {
  readonly show: (picture: RgbImage) => RgbImage;
  readonly page: Page;
}

type Matrix = readonly (readonly [number, number, number])[];

/**
 * How somebody sees colours in whom one kind of cone is missing: G. M. Machado, M. M. Oliveira and
 * L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
 * IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, severity 1.0. For linear RGB
 * with the primaries of sRGB. Its authors call the one for tritanopia an approximation.
 */
const MACHADO = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

/** Relative luminance (IEC 61966-2-1, WCAG 2): a screen or a printer without colours. */
const LUMINANCE: Matrix = Array.from({ length: 3 }, () => [0.2126, 0.7152, 0.0722]);

/**
 * The width of the picture in the form of examples/forum on a page of 320 px, the narrowest that
 * WCAG 2.2 asks for (1.4.10): less twice the margin of the page (16), the card (20), the frame (2).
 */
const NARROW_WIDTH_PX = 320 - 2 * (16 + 20 + 2);

const LIGHT: Page = { paper: 0xffffff, ink: 0x333333 };
const DARK: Page = { paper: 0x121212, ink: 0xe0e0e0 };

/** Every view by name. */
export const VIEWS: Readonly<Record<string, View>> = {
  plain: { show: (picture) => picture, page: LIGHT },
  zoom2: { show: (picture) => resizeToWidth(picture, 2 * picture.widthPx), page: LIGHT },
  narrow: { show: (picture) => resizeToWidth(picture, NARROW_WIDTH_PX), page: LIGHT },
  dark: { show: (picture) => picture, page: DARK },
  protan: { show: (picture) => mixColours(picture, MACHADO.protan), page: LIGHT },
  deutan: { show: (picture) => mixColours(picture, MACHADO.deutan), page: LIGHT },
  tritan: { show: (picture) => mixColours(picture, MACHADO.tritan), page: LIGHT },
  gray: { show: (picture) => mixColours(picture, LUMINANCE), page: LIGHT },
};

/** Applies a matrix to the light that each pixel sends out. */
function mixColours(image: RgbImage, matrix: Matrix): RgbImage {
  const pixels = new Uint8Array(image.pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = Array.from(image.pixels.subarray(at, at + 3), toLinear);
    const mixed = matrix.map((row) => toSrgb(row[0] * red + row[1] * green + row[2] * blue));
    pixels.set(mixed, at);
  }
  return { ...image, pixels };
}

/** IEC 61966-2-1: from 0…255 to light, 0…1. */
function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The inverse of {@link toLinear}, for light outside the gamut, too. */
function toSrgb(light: number): number {
  const inside = Math.min(1, Math.max(0, light));
  const value = inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  return Math.round(255 * value);
}
