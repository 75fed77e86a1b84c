import type { Random } from '../../base/random.ts';
import type { Bits } from './bits.ts';
import { type Blots, markBlots } from './maps/blots.ts';
import { type Fans, markFans } from './maps/fans.ts';
import { type Folds, markFolds } from './maps/folds.ts';
import { markWaves, type Waves } from './maps/waves.ts';

/**
 * A division of the picture into ink and paper that the text is combined with by exclusive or. A new
 * family is a file in `maps/`, a member here and a case in `markMap`.
 */
export type MapStyle = Blots | Fans | Folds | Waves;

/**
 * Marks the edges of a map, to be filled afterwards (see `toggle`), on a picture whose capitals are
 * `capitalPx` tall. Every picture gets a map of its own: a tile made once and cut at random places
 * would be cheaper, but whoever has many pictures could put the tile together and take it off again.
 */
export function markMap(bits: Bits, style: MapStyle, capitalPx: number, random: Random): void {
  switch (style.map) {
    case 'blots':
      markBlots(bits, style, capitalPx, random);
      break;
    case 'fans':
      markFans(bits, style, capitalPx, random);
      break;
    case 'folds':
      markFolds(bits, style, capitalPx, random);
      break;
    case 'waves':
      markWaves(bits, style, capitalPx, random);
      break;
  }
}
