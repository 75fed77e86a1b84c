import type { MapStyle } from './maps.ts';

/**
 * What a text is combined with, for each level from the easiest: maps, one after the other, by exclusive
 * or. Lengths are in heights of a capital, so that a style looks the same at every size.
 */
export interface PictureStyle {
  readonly levels: readonly [readonly MapStyle[], readonly MapStyle[], readonly MapStyle[]];
}

const blots = (step: number): MapStyle => ({ map: 'blots', step, aspect: 1, disorder: 0.3 });
const rings = (step: number): MapStyle => ({ map: 'rings', step, swing: 0.7 });
const shards = (step: number): MapStyle => ({
  map: 'shards',
  step,
  leastRadius: 0.4,
  mostRadius: 0.75,
});
const waves = (step: number): MapStyle => ({ map: 'waves', step, lean: 0.8, swing: 0.5 });

/** Every style by name. `docs/strength.md` has the rates that the numbers were chosen by. */
export const PICTURE_STYLES = {
  blots: { levels: [[blots(0.23)], [blots(0.2)], [blots(0.165)]] },
  rings: { levels: [[rings(0.34)], [rings(0.29)], [rings(0.24)]] },
  shards: { levels: [[shards(0.95)], [shards(0.83)], [shards(0.68)]] },
  waves: { levels: [[waves(0.36)], [waves(0.285)], [waves(0.25)]] },
} as const satisfies Record<string, PictureStyle>;

/** The name of a style. */
export type StyleName = keyof typeof PICTURE_STYLES;
