import { describe, expect, it } from 'vitest';
import { deriveEpochSeed } from '../../../../src/base/secrets.ts';
import { createEpoch, type Epoch, type Format } from '../../../../src/media/picture/epoch.ts';
import { type Font, loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { PALETTES } from '../../../../src/media/picture/palettes.ts';
import { PICTURE_STYLES } from '../../../../src/media/picture/styles.ts';
import { inkPx, seedOf } from '../../../support/media/pixels.ts';

const fonts = loadFonts();
const served: Format = { widthPx: 300, heightPx: 100, textLength: 6 };
const ALPHABET = 'AEHKLMOPSTUWY23';

const epochOf = (seed: number, format = served) => createEpoch(seedOf(seed), fonts, format);

/** What people see of an epoch, without its functions. */
const lookOf = ({ capitalPx, line, styles, palettes }: Epoch) => ({
  capitalPx,
  line,
  styles,
  palettes,
});

describe('an epoch', () => {
  it('has the same look and letters from the same seed', () => {
    const [one, other] = [epochOf(1), epochOf(1)];
    expect(lookOf(one)).toEqual(lookOf(other));
    for (const character of ALPHABET) {
      expect(one.letters(character)).toEqual(other.letters(character));
    }
    expect(one.chance(seedOf(5)).int(2 ** 32)).toBe(other.chance(seedOf(5)).int(2 ** 32));
  });

  it('has another look from another seed', () => {
    const looks = Array.from({ length: 30 }, (_, seed) => lookOf(epochOf(seed)));
    const distinct = (values: unknown[]) => new Set(values.map((value) => JSON.stringify(value)));
    expect(distinct(looks.map(({ capitalPx }) => capitalPx)).size).toBe(30);
    expect(distinct(looks.map(({ line }) => line)).size).toBe(30);
    expect(distinct(looks.map(({ palettes }) => palettes)).size).toBeGreaterThan(15);
    expect(distinct(looks.map(({ styles }) => [...styles].sort())).size).toBeGreaterThan(1);
  });

  it('leans otherwise than the epoch before, by more than a network gets used to', () => {
    for (let number = 0; number < 50; number++) {
      const [before, after] = [number, number + 1].map(
        (n) => createEpoch(deriveEpochSeed('key', n), fonts, served).line.lean,
      ) as [number, number];
      expect(Math.abs(after - before)).toBeGreaterThan(0.3);
    }
  });

  it('leans its letters by turns: backwards, and forwards in the next', () => {
    for (let seed = 0; seed < 20; seed += 2) {
      expect(epochOf(seed).line.lean).toBeLessThan(-0.05);
      expect(epochOf(seed + 1).line.lean).toBeGreaterThan(0.05);
    }
  });

  it('uses other fonts and other drawings than the epoch before', () => {
    const used = new Set<Font>();
    const sets = Array.from({ length: 12 }, (_, seed) => {
      const asked = new Set<Font>();
      const watched = fonts.map((font) => ({
        ...font,
        get: (character: string) => {
          asked.add(font);
          used.add(font);
          return font.get(character);
        },
      }));
      createEpoch(seedOf(seed), watched, served).letters('A');
      return [...asked].map((font) => fonts.indexOf(font)).sort();
    });
    // Some of them all the time would be a fixed target.
    expect(used.size).toBeGreaterThan(10);
    expect(new Set(sets.map(String)).size).toBe(12);
    for (const set of sets) expect(set.length).toBeLessThan(fonts.length);
    expect(epochOf(1).letters('A')).not.toEqual(epochOf(2).letters('A'));
  });

  it('offers a few styles and colours, none of them twice', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { styles, palettes } = epochOf(seed);
      for (const [chosen, all] of [
        [styles, Object.keys(PICTURE_STYLES)],
        [palettes, PALETTES],
      ] as const) {
        expect(chosen.length).toBeGreaterThan(1);
        expect(chosen.length).toBeLessThan(all.length);
        expect(new Set<unknown>(chosen).size).toBe(chosen.length);
        for (const one of chosen) expect(all).toContain(one);
      }
    }
  });

  it('gives every style and every colour their turn', () => {
    const epochs = Array.from({ length: 60 }, (_, seed) => epochOf(seed));
    expect(new Set(epochs.flatMap(({ styles }) => styles)).size).toBe(
      Object.keys(PICTURE_STYLES).length,
    );
    expect(new Set(epochs.flatMap(({ palettes }) => palettes)).size).toBe(PALETTES.length);
  });

  it('has several drawings of each character, no two alike', () => {
    const epoch = epochOf(3);
    for (const character of ALPHABET) {
      const letters = epoch.letters(character);
      expect(letters.length).toBeGreaterThanOrEqual(4);
      expect(new Set(letters.map(({ words }) => String(words))).size).toBe(letters.length);
      for (const letter of letters) expect(inkPx(letter)).toBeGreaterThan(0);
    }
  });

  it('draws a character once, and alike whatever was drawn before', () => {
    const forwards = epochOf(4);
    const backwards = epochOf(4);
    const first = [...ALPHABET].map((character) => forwards.letters(character));
    const second = [...ALPHABET].reverse().map((character) => backwards.letters(character));
    expect(first).toEqual(second.reverse());
    expect(forwards.letters('K')).toBe(first[ALPHABET.indexOf('K')]);
  });

  it('turns and bends each character otherwise, even two of the same outline', () => {
    const [font] = fonts as [Font];
    const same = { ...font, get: () => font.get('E') };
    const epoch = createEpoch(seedOf(6), [same], served);
    const drawings = [...ALPHABET].flatMap((character) => epoch.letters(character));
    expect(new Set(drawings.map(({ words }) => String(words))).size).toBe(drawings.length);
  });

  it('gives each picture chance of its own', () => {
    const { chance } = epochOf(5);
    const firsts = Array.from({ length: 100 }, (_, seed) => chance(seedOf(seed)).int(2 ** 32));
    expect(new Set(firsts).size).toBe(100);
  });

  it('has letters that fit its pictures, whatever their size and the length of the text', () => {
    for (const widthPx of [120, 300, 600]) {
      for (const heightPx of [40, 100, 240]) {
        for (const textLength of [1, 4, 6, 10, 12]) {
          for (const turn of [0, 1]) {
            const epoch = epochOf(turn, { widthPx, heightPx, textLength });
            const { marginPx } = epoch.line;
            expect(epoch.capitalPx, `${widthPx} × ${heightPx}`).toBeGreaterThan(10);
            expect(epoch.capitalPx).toBeLessThan(heightPx - 2 * marginPx);
            const columnPx = (widthPx - 2 * marginPx) / textLength;
            for (const letter of epoch.letters('M')) {
              expect(letter.widthPx).toBeLessThan(1.2 * columnPx + 1);
              expect(letter.heightPx).toBeLessThan(heightPx);
            }
          }
        }
      }
    }
  });

  it('does not tell by its numbers how hard its pictures are: letters are as tall in all of them', () => {
    const heights = Array.from({ length: 100 }, (_, seed) => epochOf(seed).capitalPx);
    expect(Math.max(...heights) / Math.min(...heights)).toBeLessThan(1.15);
  });

  it('refuses a character that a font lacks, and a seed that has not 32 bytes', () => {
    expect(() => epochOf(1).letters('a')).toThrow(RangeError);
    expect(() => epochOf(1).letters('')).toThrow(RangeError);
    expect(() => createEpoch(new Uint8Array(31), fonts, served)).toThrow(RangeError);
  });
});
