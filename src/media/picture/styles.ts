import type { MapStyle } from './maps.ts';

/**
 * What a text is combined with, for each level from the easiest: maps, one after the other, by exclusive
 * or. Lengths are in heights of a capital, so that a style looks the same at every size.
 */
export interface PictureStyle {
  readonly levels: readonly [readonly MapStyle[], readonly MapStyle[], readonly MapStyle[]];
}

const blots = (step: number): MapStyle => ({ map: 'blots', step, aspect: 1, disorder: 0.3 });
const drops = (step: number): MapStyle => ({
  map: 'drops',
  step,
  leastRadius: 0.4,
  mostRadius: 0.6,
});
const shards = (step: number): MapStyle => ({
  map: 'shards',
  step,
  leastRadius: 0.4,
  mostRadius: 0.75,
});
const waves = (step: number): MapStyle => ({ map: 'waves', step, lean: 0.8, swing: 0.5 });
/** As wide as the strokes of letters. */
const ribbons = (density: number): MapStyle => ({
  map: 'ribbons',
  density,
  leastWidth: 0.15,
  mostWidth: 0.22,
});

/** Every style by name. `docs/strength.md` has the rates that the numbers were chosen by. */
export const PICTURE_STYLES = {
  blots: { levels: [[blots(0.23)], [blots(0.185)], [blots(0.16)]] },
  drops: { levels: [[drops(0.8)], [drops(0.7)], [drops(0.6)]] },
  shards: { levels: [[shards(0.8)], [shards(0.7)], [shards(0.6)]] },
  waves: { levels: [[waves(0.36)], [waves(0.3)], [waves(0.24)]] },
  ribbons: {
    levels: [
      [blots(0.45), ribbons(1)],
      [blots(0.42), ribbons(1.5)],
      [blots(0.4), ribbons(2)],
    ],
  },
} as const satisfies Record<string, PictureStyle>;

/** The name of a style. */
export type StyleName = keyof typeof PICTURE_STYLES;
