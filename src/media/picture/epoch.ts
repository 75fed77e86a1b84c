import { createRandomFamily, type Random } from '../../base/random.ts';
import type { Palette } from '../png-parts.ts';
import type { Font } from './glyphs.ts';
import { drawLetter, type Letter, type LetterStyle } from './letters.ts';
import type { LineStyle } from './line.ts';
import { PALETTES } from './palettes.ts';
import { PICTURE_STYLES, type StyleName } from './styles.ts';

/** How large pictures are, and how many characters they show. */
export interface Format {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly textLength: number;
}

/** How letters fill a picture. Each number is drawn anew for each epoch, from the first to the second. */
export interface LetterSizes {
  /** The height of capitals as a share of the picture's. */
  readonly capital: readonly [number, number];
  /** The width that no letter exceeds, as a share of its column. */
  readonly width: readonly [number, number];
  /** The distance between letters in heights of a capital; this one is drawn for each letter. */
  readonly gap: readonly [number, number];
}

const PICTURE_SIZES: LetterSizes = {
  capital: [0.66, 0.72],
  width: [0.88, 0.96],
  gap: [0.06, 0.12],
};

/** What all pictures of one epoch and format have in common, and what is drawn once for all of them. */
export interface Epoch {
  /** The height of a capital, to which maps are scaled. */
  readonly capitalPx: number;
  readonly line: LineStyle;
  readonly styles: readonly StyleName[];
  readonly palettes: readonly Palette[];
  /** The drawings of a character to choose from. Throws a RangeError if no font has it. */
  letters(character: string): readonly Letter[];
  /** The chance of the picture with this seed. */
  chance(seed: Uint8Array): Random;
}

// Few of each, so that the next epoch has others; enough that nobody tires of them.
const FONTS = 4;
const STYLES = 3;
const PALETTES_USED = 3;
/** Drawings a font and character: 4 fonts × 15 characters × 2 masks of about 0.5 kB are 60 kB. */
const DRAWINGS = 2;

/**
 * How far letters lean, in columns a row, by turns in one epoch and the next. A network that saw one lean
 * reads little of the other; whoever slants his copies, or sets each picture upright before he reads
 * it, has nearly all of his skill back. Leans of 0.35
 * cost readers much, backwards most of all.
 */
const LEANS = [
  { least: -0.14, most: -0.08 },
  { least: 0.24, most: 0.3 },
] as const;

/** Beside the common lean, each letter leans by up to this much to either side. */
const OWN_SLANT = 0.04;

// Nonces of 12 bytes that no picture has but by a chance of 2^-96: its own come from an HMAC.
const LOOK = new TextEncoder().encode('look of it  ');
const LETTER = new TextEncoder().encode('letter      ');

/**
 * Derives an epoch from its seed of 32 bytes. Fonts, their width and lean, the height of letters and
 * with it the scale of the maps, styles and colours change; how hard pictures are to read does not.
 */
export function createEpoch(
  seed: Uint8Array,
  fonts: readonly Font[],
  format: Format,
  sizes: LetterSizes = PICTURE_SIZES,
): Epoch {
  const chance = createRandomFamily(seed);
  const random = chance(LOOK);
  const between = (least: number, most: number) => least + (most - least) * random.float();
  const { widthPx, heightPx, textLength } = format;
  const marginPx = Math.max(2, 0.04 * heightPx);
  const leans = LEANS[((seed[31] ?? 0) & 1) as 0 | 1];
  const lean = between(leans.least, leans.most);
  const roomPx = widthPx - 2 * marginPx;
  // Letters that lean reach over the next column: what the last one needs is taken from all. In a tall
  // and narrow picture their columns limit their height.
  const reachPx = 0.66 * Math.abs(lean) * Math.min(heightPx, (2.1 * roomPx) / textLength);
  const columnPx = (roomPx - reachPx) / textLength;
  // As tall as the picture lets it be, but no letter more than half again as tall as its column is wide.
  const capitalPx = between(...sizes.capital) * Math.min(heightPx, 2.1 * columnPx);
  const letterStyle: LetterStyle = {
    capitalPx,
    // Letters that are too wide are pushed into each other, which one alone cannot be: with all its
    // lean it fits between the margins.
    mostWidthPx: Math.min(
      between(...sizes.width) * columnPx,
      roomPx - 1.15 * (Math.abs(lean) + OWN_SLANT) * capitalPx,
    ),
    rotationDegrees: 3,
    sizeJitter: 0.03,
    warp: { reach: between(0.02, 0.04), scale: 0.9 },
  };
  const own = random.shuffle(fonts).slice(0, FONTS);
  const drawings = new Map<string, readonly Letter[]>();

  function draw(character: string): readonly Letter[] {
    const nonce = Uint8Array.from(LETTER);
    new DataView(nonce.buffer).setUint32(8, character.codePointAt(0) ?? 0);
    const letterRandom = chance(nonce);
    return own.flatMap((font) =>
      Array.from({ length: DRAWINGS }, () =>
        drawLetter(font, character, letterStyle, letterRandom),
      ),
    );
  }

  return {
    capitalPx,
    line: {
      marginPx,
      lean,
      slant: OWN_SLANT,
      stretch: 0.03,
      tilt: between(-0.03, 0.03),
      rise: 0.05,
      leastGap: sizes.gap[0],
      mostGap: sizes.gap[1],
    },
    styles: random.shuffle(Object.keys(PICTURE_STYLES) as StyleName[]).slice(0, STYLES),
    palettes: random.shuffle(PALETTES).slice(0, PALETTES_USED),
    letters: (character) => {
      const known = drawings.get(character);
      if (known !== undefined) return known;
      const made = draw(character);
      drawings.set(character, made);
      return made;
    },
    chance,
  };
}
