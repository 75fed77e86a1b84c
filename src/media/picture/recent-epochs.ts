import { createEpoch, type Epoch, type Format, type LetterSizes } from './epoch.ts';
import type { Font } from './glyphs.ts';

/** The epoch of a seed of 32 bytes, for pictures of a format. */
export type EpochOf = (epochSeed: Uint8Array, format: Format) => Epoch;

/** Two formats in two epochs each, about 100 kB of letters apiece. */
const EPOCHS_KEPT = 4;

/** Derives epochs and keeps the last few, with the letters drawn for them. */
export function createRecentEpochs(fonts: readonly Font[], sizes?: LetterSizes): EpochOf {
  const kept: { readonly key: EpochKey; readonly epoch: Epoch }[] = [];
  return (seed, { widthPx, heightPx, textLength }) => {
    const known = kept.find(
      ({ key }) =>
        key.widthPx === widthPx &&
        key.heightPx === heightPx &&
        key.textLength === textLength &&
        Buffer.compare(key.epochSeed, seed) === 0,
    );
    if (known) return known.epoch;
    // A copy: the caller may use its array again.
    const epochSeed = seed.slice();
    const format = { widthPx, heightPx, textLength };
    const epoch = createEpoch(epochSeed, fonts, format, sizes);
    kept.unshift({ key: { ...format, epochSeed }, epoch });
    kept.length = Math.min(kept.length, EPOCHS_KEPT);
    return epoch;
  };
}

/** What decides an epoch. */
interface EpochKey extends Format {
  readonly epochSeed: Uint8Array;
}
