import { expect, test } from 'vitest';
import { loadFonts, parseGlyph } from '../../../../src/media/picture/glyphs.ts';
import { boundsOf } from '../../../../src/media/picture/warp.ts';

const fonts = loadFonts();

test('there are at least six fonts, and each has A to Z and 0 to 9', () => {
  expect(fonts.length).toBeGreaterThanOrEqual(6);
  for (const font of fonts) {
    expect([...font.characters].sort().join('')).toBe('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  }
});

test('capitals are equally tall in every font', () => {
  for (const font of fonts) {
    const { top, bottom } = boundsOf(font.get('E')?.contours ?? []);
    expect(bottom - top).toBeCloseTo(1, 1);
  }
});

test('outlines turn the same way in every font, so that letters of two fonts unite where they touch', () => {
  for (const font of fonts) {
    for (const character of font.characters) {
      const contours = font.get(character)?.contours ?? [];
      const area = contours.reduce((sum, points) => sum + signedArea(points), 0);
      expect(area, character).toBeGreaterThan(0.1);
    }
  }
});

test('two fonts never share the outline of a character', () => {
  for (const character of fonts[0]?.characters ?? []) {
    const shapes = fonts.map((font) => String(font.get(character)?.contours));
    expect(new Set(shapes).size).toBe(fonts.length);
  }
});

test('straight lines are cut into pieces short enough to bend, the closing one too', () => {
  const [points = new Float64Array()] = parseGlyph('m0 0l1000 0l0 1000').contours;
  expect(points.length / 2).toBe(10 + 10 + 15);
  expect([...points.slice(0, 4)]).toEqual([0, 0, 0.1, 0]);
});

test('curves stay within a thousandth of a capital of their mathematical shape', () => {
  // A parabola from (0, 0) to (1, 0) with its top at (0.5, 0.5): y = 2x - 2x².
  const [points = new Float64Array()] = parseGlyph('m0 0q500 1000 1000 0').contours;
  for (
    let i = 0;
    i + 3 < points.length && (points[i + 2] as number) > (points[i] as number);
    i += 2
  ) {
    const x = ((points[i] as number) + (points[i + 2] as number)) / 2;
    const y = ((points[i + 1] as number) + (points[i + 3] as number)) / 2;
    expect(Math.abs(y - (2 * x - 2 * x * x))).toBeLessThan(0.001);
  }
});

test('a character that a font lacks has no glyph, not even the name of an object method', () => {
  for (const character of ['a', 'Ä', '', 'toString', '__proto__']) {
    expect(fonts[0]?.get(character)).toBeUndefined();
  }
});

test('an unknown path command is refused', () => {
  expect(() => parseGlyph('m0 0c1 2 3 4 5 6')).toThrow(SyntaxError);
});

function signedArea(points: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    sum += (points[i] as number) * (points[next + 1] as number);
    sum -= (points[next] as number) * (points[i + 1] as number);
  }
  return sum / 2;
}
