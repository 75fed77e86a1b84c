import type { MapStyle } from './maps.ts';

/**
 * What a text is combined with, for each level from the easiest: maps, one after the other, by exclusive
 * or. Lengths are in heights of a capital, so that a style looks the same at every size.
 */
export interface PictureStyle {
  readonly levels: readonly [readonly MapStyle[], readonly MapStyle[], readonly MapStyle[]];
}

// All edges run down rather than across. Those of letters do, too, and are lost among them: blots as
// wide as tall, and rings that run across, were read by filters for straight edges three times as often.
const blots = (step: number): MapStyle => ({ map: 'blots', step, aspect: 0.42, disorder: 0.06 });
const fans = (step: number): MapStyle => ({ map: 'fans', step, swing: 1 });
const folds = (step: number): MapStyle => ({ map: 'folds', step, lean: 0.8, swing: 1.2 });
const waves = (step: number): MapStyle => ({ map: 'waves', step, lean: 1, swing: 1 });

/** Every style by name. `docs/strength.md` has the rates that the numbers were chosen by. */
export const PICTURE_STYLES = {
  blots: { levels: [[blots(0.4)], [blots(0.29)], [blots(0.265)]] },
  fans: { levels: [[fans(0.35)], [fans(0.25)], [fans(0.23)]] },
  folds: { levels: [[folds(0.31)], [folds(0.225)], [folds(0.205)]] },
  waves: { levels: [[waves(0.33)], [waves(0.235)], [waves(0.215)]] },
} as const satisfies Record<string, PictureStyle>;

/** The name of a style. */
export type StyleName = keyof typeof PICTURE_STYLES;
