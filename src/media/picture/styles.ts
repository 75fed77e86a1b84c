import type { LayerStyle } from './layers.ts';
import type { LayoutStyle } from './layout.ts';
import type { WarpStyle } from './warp.ts';

/**
 * How a picture looks, as data. The text is laid out, bent and drawn as a mask; then each layer in
 * turn is laid over it by exclusive or, and the result is printed in `ink` on `paper`. Lengths are in
 * heights of a capital, so that a style looks the same at every size.
 */
export interface PictureStyle {
  readonly layout: LayoutStyle;
  readonly warp: WarpStyle;
  readonly layers: readonly LayerStyle[];
  /** Colours as 0xRRGGBB. Two, and what lies between: no colour tells text from ground. */
  readonly ink: number;
  readonly paper: number;
}

/** The house style: blots in which the letters change from ink to paper and back. */
const inkblot: PictureStyle = {
  layout: {
    rotationDegrees: 8,
    sizeJitter: 0.06,
    baselineJitter: 0.05,
    leastGap: 0.02,
    mostGap: 0.06,
    mostStretch: 1.4,
    tallestCapital: 0.7,
    margin: 0.08,
  },
  warp: { reach: 0.08, scale: 0.9 },
  layers: [{ family: 'blots', leastStep: 0.2, mostStep: 0.24 }],
  ink: 0x1c2340,
  paper: 0xfaf7f0,
};

/** Every style by name. */
export const PICTURE_STYLES = { inkblot } as const satisfies Record<string, PictureStyle>;
