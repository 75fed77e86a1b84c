import type { Random } from '../../base/random.ts';
import type { Bits } from './bits.ts';
import { type Blots, markBlots } from './maps/blots.ts';
import { markRings, type Rings } from './maps/rings.ts';
import { markShards, type Shards } from './maps/shards.ts';
import { markWaves, type Waves } from './maps/waves.ts';

/**
 * A division of the picture into ink and paper that the text is combined with by exclusive or. A new
 * family is a file in `maps/`, a member here and a case in `markMap`.
 */
export type MapStyle = Blots | Rings | Shards | Waves;

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
    case 'rings':
      markRings(bits, style, capitalPx, random);
      break;
    case 'shards':
      markShards(bits, style, capitalPx, random);
      break;
    case 'waves':
      markWaves(bits, style, capitalPx, random);
      break;
  }
}
