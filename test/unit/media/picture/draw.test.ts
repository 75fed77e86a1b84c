import { describe, expect, it } from 'vitest';
import type { PictureJob } from '../../../../src/media/job.ts';
import { createDrawPicture, PICTURE_LIMITS } from '../../../../src/media/picture/draw.ts';
import { createEpoch } from '../../../../src/media/picture/epoch.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { PICTURE_STYLES, type StyleName } from '../../../../src/media/picture/styles.ts';
import { inkPx, pixelsOf, seedOf } from '../../../support/media/pixels.ts';

const fonts = loadFonts();
const NAMES = Object.keys(PICTURE_STYLES) as StyleName[];
const job: PictureJob = {
  kind: 'picture',
  text: 'KHT7MX',
  level: 2,
  epochSeed: seedOf(1),
  seed: seedOf(1),
  widthPx: 300,
  heightPx: 100,
};

const draw = createDrawPicture(fonts);

/** What a picture shows, as a text that can be compared. */
function show(change: Partial<PictureJob>, drawPicture = draw): string {
  const { bits, palette } = drawPicture({ ...job, ...change });
  return `${JSON.stringify(palette)} ${pixelsOf(bits).join('')}`;
}

/** The share of pixels that two pictures have in common. */
function likeness(a: Partial<PictureJob>, b: Partial<PictureJob>): number {
  const [one, other] = [a, b].map((change) => pixelsOf(draw({ ...job, ...change }).bits));
  const pixels = one as Uint8Array;
  return pixels.filter((pixel, index) => pixel === other?.[index]).length / pixels.length;
}

describe('a picture', () => {
  it('has the size asked for', () => {
    for (const [widthPx, heightPx] of [
      [120, 40],
      [301, 99],
      [600, 240],
    ] as const) {
      const { bits } = draw({ ...job, widthPx, heightPx });
      expect([bits.widthPx, bits.heightPx]).toEqual([widthPx, heightPx]);
    }
  });

  it('is half ink in every style at every level', () => {
    for (const style of NAMES) {
      for (const level of [1, 2, 3] as const) {
        let ink = 0;
        for (let n = 0; n < 10; n++)
          ink += inkPx(draw({ ...job, style, level, seed: seedOf(n) }).bits);
        expect(ink / (10 * 300 * 100), `${style} ${level}`).toBeGreaterThan(0.35);
        expect(ink / (10 * 300 * 100), `${style} ${level}`).toBeLessThan(0.65);
      }
    }
  });

  it('looks different in each style and at each level', () => {
    const shown = NAMES.flatMap((style) =>
      ([1, 2, 3] as const).map((level) => show({ style, level })),
    );
    expect(new Set(shown).size).toBe(3 * NAMES.length);
  });

  it('is turned round where its letters are: two texts differ there, and not in the margins', () => {
    for (const style of NAMES) {
      const one = pixelsOf(draw({ ...job, style, text: 'KHT7MO' }).bits);
      const other = pixelsOf(draw({ ...job, style, text: 'AUXLY2' }).bits);
      const differ = [...one.keys()].filter((index) => one[index] !== other[index]);
      expect(differ.length).toBeGreaterThan(0.1 * one.length);
      expect(differ.length).toBeLessThan(0.45 * one.length);
      for (const index of differ) {
        expect(Math.floor(index / 300)).toBeGreaterThanOrEqual(3);
        expect(Math.floor(index / 300)).toBeLessThan(97);
        expect(index % 300).toBeGreaterThanOrEqual(3);
        expect(index % 300).toBeLessThan(297);
      }
    }
  });

  it('shares nothing but chance with a picture of another seed or epoch', () => {
    for (const style of NAMES) {
      const first = { style, seed: seedOf(1) };
      const others = [2, 3, 4, 5, 6, 7, 8, 9].map((n) =>
        likeness(first, { style, seed: seedOf(n) }),
      );
      const mean = others.reduce((sum, share) => sum + share) / others.length;
      expect(mean, style).toBeGreaterThan(0.4);
      expect(mean, style).toBeLessThan(0.6);
      expect(likeness(first, { ...first, epochSeed: seedOf(2) }), style).toBeLessThan(0.75);
    }
  });

  it('has a style and colours of its epoch, each of them in turn', () => {
    const { palettes, styles } = createEpoch(job.epochSeed, fonts, { ...job, textLength: 6 });
    const colours = new Set<unknown>();
    const found = new Set<string>();
    for (let n = 0; n < 60; n++) {
      const seed = seedOf(n);
      const { palette } = draw({ ...job, seed });
      expect(palettes).toContain(palette);
      colours.add(palette);
      const shown = show({ seed });
      const style = NAMES.find((name) => show({ seed, style: name }) === shown);
      expect(styles).toContain(style);
      found.add(String(style));
    }
    expect(colours.size).toBe(palettes.length);
    expect(found.size).toBe(styles.length);
  });

  it('can be of a style that its epoch has not', () => {
    const { styles } = createEpoch(job.epochSeed, fonts, { ...job, textLength: 6 });
    const missing = NAMES.find((name) => !styles.includes(name));
    expect(missing).toBeDefined();
    expect(show({ style: missing as string })).not.toBe(show({ style: styles[0] as string }));
  });
});

describe('equal jobs', () => {
  it('give equal pictures, whoever draws them and from whichever copy', () => {
    expect(show(structuredClone(job))).toBe(show(job));
    expect(show(job, createDrawPicture(loadFonts()))).toBe(show(job));
  });

  it('give equal pictures whatever was drawn in between, from more epochs than are kept', () => {
    const jobs: Partial<PictureJob>[] = [
      {},
      { epochSeed: seedOf(2) },
      { widthPx: 301 },
      { heightPx: 99 },
      { text: 'KHT7M' },
      { epochSeed: seedOf(3), text: 'AAAAAA' },
    ];
    const alone = jobs.map((change) => show(change, createDrawPicture(fonts)));
    const together = createDrawPicture(fonts);
    const order = [0, 1, 2, 3, 4, 5, 0, 5, 1, 4, 2, 3, 3, 0, 1, 0, 2, 5, 4, 3, 2, 1, 0];
    for (const index of order) {
      expect(show(jobs[index] ?? {}, together), `job ${index}`).toBe(alone[index]);
    }
  });

  it('give equal pictures when texts and levels of one epoch alternate', () => {
    const jobs: Partial<PictureJob>[] = [
      { text: 'AEHKLM' },
      { text: 'OPSTUX', level: 3 },
      { text: '27AEHK', seed: seedOf(9), level: 1 },
    ];
    const alone = jobs.map((change) => show(change, createDrawPicture(fonts)));
    const backwards = createDrawPicture(fonts);
    for (const index of [2, 1, 0, 1, 2]) {
      expect(show(jobs[index] ?? {}, backwards)).toBe(alone[index]);
    }
  });

  it('give equal pictures after the seed of an earlier job was overwritten', () => {
    const drawPicture = createDrawPicture(fonts);
    const epochSeed = seedOf(1);
    show({ epochSeed }, drawPicture);
    epochSeed.set(seedOf(2));
    expect(show({ epochSeed }, drawPicture)).toBe(show({ epochSeed: seedOf(2) }));
    expect(show({}, drawPicture)).toBe(show({}));
  });
});

describe('a job', () => {
  it.each<[string, Partial<PictureJob>]>([
    ['too narrow', { widthPx: 119 }],
    ['too wide', { widthPx: 601 }],
    ['too low', { heightPx: 39 }],
    ['too high', { heightPx: 241 }],
    ['a fraction of a pixel', { widthPx: 240.5 }],
    ['no number', { heightPx: Number.NaN }],
    ['an endless width', { widthPx: Number.POSITIVE_INFINITY }],
    ['no text', { text: '' }],
    ['too long a text', { text: 'ABCDEFGHIJKLM' }],
    ['a character without a glyph', { text: 'ABc' }],
    ['a character of two units', { text: '\u{1d538}' }],
    ['a short seed', { seed: new Uint8Array(31) }],
    ['a long seed', { seed: new Uint8Array(33) }],
    ['a short seed of the epoch', { epochSeed: new Uint8Array(31) }],
    ['no seed of the epoch', { epochSeed: new Uint8Array(0) }],
    ['level 0', { level: 0 as PictureJob['level'] }],
    ['level 4', { level: 4 as PictureJob['level'] }],
    ['level 1.5', { level: 1.5 as PictureJob['level'] }],
    ['a style that does not exist', { style: 'plain' }],
    ['a style that is a method of objects', { style: 'toString' }],
  ])('with %s is refused', (_, change) => {
    expect(() => draw({ ...job, ...change })).toThrow(RangeError);
    // And leaves nothing behind that would spoil the next.
    expect(show({})).toBe(show({}, createDrawPicture(fonts)));
  });

  it('at the limits is drawn', () => {
    const { widthPx, heightPx, textLength } = PICTURE_LIMITS;
    for (const limit of ['least', 'most'] as const) {
      const size = { widthPx: widthPx[limit], heightPx: heightPx[limit] };
      const text = 'ABCDEFGHIJKL'.slice(0, textLength[limit]);
      const { bits } = draw({ ...job, ...size, text });
      expect(inkPx(bits)).toBeGreaterThan(0.25 * size.widthPx * size.heightPx);
    }
  });
});
