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

/** Every style by name. `docs/strength.md` has the rates that the numbers were chosen by. */
export const PICTURE_STYLES = {
  blots: { levels: [[blots(0.21)], [blots(0.18)], [blots(0.15)]] },
  drops: { levels: [[drops(0.78)], [drops(0.7)], [drops(0.62)]] },
  shards: { levels: [[shards(0.76)], [shards(0.67)], [shards(0.58)]] },
  waves: {
    levels: [[waves(0.34)], [waves(0.37), drops(1.7)], [waves(0.42), drops(1.2)]],
  },
} as const satisfies Record<string, PictureStyle>;

/** The name of a style. */
export type StyleName = keyof typeof PICTURE_STYLES;
