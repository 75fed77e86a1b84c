// Writes what an attacker takes from the open source, as JSON on stdout: the outlines of the letters in
// every font, in heights of a capital, y downwards from the baseline; a flat list of x and y a contour.

import { ALPHABET } from '../../src/challenge/answer.ts';
import { loadFonts } from '../../src/media/picture/glyphs.ts';

const fonts = loadFonts().map((font) =>
  Object.fromEntries(
    [...ALPHABET].map((letter) => [
      letter,
      (font.get(letter)?.contours ?? []).map((points) => Array.from(points)),
    ]),
  ),
);

process.stdout.write(JSON.stringify(fonts));
