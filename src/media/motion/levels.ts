import type { MapStyle } from '../picture/maps.ts';

// Patches as tall as the picture and wider than a letter: one finer than that costs people, who see
// outlines in motion less sharply than in ink, more than programs. `docs/strength.md` has the rates.
const patches = (step: number): MapStyle => ({ map: 'blots', step, aspect: 0.6, disorder: 0.06 });

/**
 * In which patches the ground moves one way and in which the other, for each level from the easiest.
 * Letters move against the ground that they lie on. Lengths are in heights of a capital.
 */
export const MOTION_MAPS: readonly [MapStyle, MapStyle, MapStyle] = [
  patches(3),
  patches(1.8),
  patches(1.6),
];
