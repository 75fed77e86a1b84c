import { describe, expect, it } from 'vitest';
import { composeSheets } from '../../../bench/reading/compose.ts';
import { drawNumeral } from '../../../bench/reading/numerals.ts';
import { createImage, type RgbImage } from '../../../bench/support/rgb-image.ts';

const page = { paper: 0xffffff, ink: 0x000000 };
const colourAt = ({ pixels, widthPx }: RgbImage, x: number, y: number) =>
  Buffer.from(pixels).readUIntBE(3 * (y * widthPx + x), 3);
const pictures = (count: number, widthPx = 240, heightPx = 80) =>
  Array.from({ length: count }, (_, index) => createImage(widthPx, heightPx, 0x100000 + index));

describe('a contact sheet', () => {
  it('holds twenty pictures of 240 × 80 px, within 1050 × 600 px', () => {
    const sheets = composeSheets(pictures(60), page);
    expect(sheets.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual(
      Array.from({ length: 3 }, () => [1030, 554]),
    );
  });

  it('shows every picture once, in reading order, in its own colours', () => {
    const [sheet] = composeSheets(pictures(6), page) as [RgbImage];
    const seen = new Set(sheet.pixels.filter((_, at) => at % 3 === 0));
    expect(seen).toEqual(new Set([0xff, 0x00, 0x10]));
    const middles = [0, 1, 2, 3, 4, 5].map((index) =>
      colourAt(sheet, 14 + 254 * (index % 4) + 120, 28 + 108 * Math.floor(index / 4) + 40),
    );
    expect(middles).toEqual([0x100000, 0x100001, 0x100002, 0x100003, 0x100004, 0x100005]);
  });

  it('has its number above each picture, and goes on counting on the next sheet', () => {
    const sheets = composeSheets(pictures(21), page);
    const numeral = drawNumeral(21, page.ink, page.paper);
    for (let y = 0; y < numeral.heightPx; y++) {
      for (let x = 0; x < numeral.widthPx; x++) {
        expect(colourAt(sheets[1] as RgbImage, 14 + x, 14 + y)).toBe(colourAt(numeral, x, y));
      }
    }
    expect(sheets).toHaveLength(2);
  });

  it('is no larger than what lies on it', () => {
    const [sheet] = composeSheets(pictures(2), page) as [RgbImage];
    expect([sheet.widthPx, sheet.heightPx]).toEqual([14 + 2 * 254, 14 + 108]);
  });

  it('holds fewer of larger pictures, and one of the largest', () => {
    expect(composeSheets(pictures(7, 480, 160), page)).toHaveLength(2);
    expect(composeSheets(pictures(2, 1200, 480), page)).toHaveLength(2);
  });

  it('is not made of pictures of two sizes, nor of none', () => {
    expect(() => composeSheets([...pictures(1), ...pictures(1, 120, 40)], page)).toThrow(
      RangeError,
    );
    expect(composeSheets([], page)).toEqual([]);
  });
});

it('every digit looks other than the nine others', () => {
  const drawn = Array.from({ length: 10 }, (_, digit) =>
    Buffer.from(drawNumeral(digit, 0, 0xffffff).pixels).toString('hex'),
  );
  expect(new Set(drawn).size).toBe(10);
});
