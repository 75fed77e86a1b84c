// Writes `outlines.json`, the licences and `README.md` of this folder from the fontsource packages:
//   npx node assets/fonts/make.ts
// The service reads `outlines.json` alone, so production needs neither the packages nor opentype.js.
// A new font is one row of SOURCES; its licence must reserve no font name, because outlines that are
// quantised and stripped to 36 characters are a modified version in the sense of the OFL (section 3).

import { readFileSync, writeFileSync } from 'node:fs';
import opentype, { type OpenTypeFont, type PathCommand } from 'opentype.js';

interface Source {
  /** The package below `@fontsource/`, which also names the font here. */
  readonly name: string;
  /** Semi-bold to extra-bold: thin strokes vanish among the blots. */
  readonly weight: number;
  readonly character: string;
}

const SOURCES: readonly Source[] = [
  { name: 'open-sans', weight: 700, character: 'humanist sans' },
  { name: 'nunito', weight: 800, character: 'rounded sans' },
  { name: 'rubik', weight: 600, character: 'square sans with soft corners' },
  { name: 'atkinson-hyperlegible', weight: 700, character: 'grotesque made for low vision' },
  { name: 'lexend', weight: 700, character: 'wide sans made for fluent reading' },
  { name: 'asap', weight: 700, character: 'narrow humanist sans with soft corners' },
  { name: 'barlow', weight: 700, character: 'narrow straight-sided sans of road signs' },
  { name: 'be-vietnam-pro', weight: 700, character: 'neo-grotesque' },
  { name: 'cabin', weight: 700, character: 'humanist sans with a splayed M' },
  { name: 'figtree', weight: 700, character: 'plain geometric sans' },
  { name: 'hind', weight: 700, character: 'humanist sans with level terminals and a splayed M' },
  { name: 'manrope', weight: 800, character: 'geometric sans with open grotesque details' },
  { name: 'plus-jakarta-sans', weight: 800, character: 'geometric sans with a shallow M' },
  { name: 'red-hat-display', weight: 800, character: 'wide geometric sans' },
  { name: 'roboto', weight: 700, character: 'narrow neo-grotesque' },
  { name: 'urbanist', weight: 800, character: 'geometric sans with a splayed M' },
];

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

// At the usual 50 px of a capital one unit is a twentieth of a pixel: finer would not show.
const UNITS_PER_CAPITAL = 1000;

const here = new URL('./', import.meta.url);
const packages = new URL('../../node_modules/@fontsource/', here);

function readFont(source: Source): OpenTypeFont {
  const file = `${source.name}/files/${source.name}-latin-${source.weight}-normal.woff`;
  const data = readFileSync(new URL(file, packages));
  const font = opentype.parse(new Uint8Array(data).buffer);
  for (const character of CHARACTERS) {
    if (font.charToGlyph(character).index === 0) {
      throw new Error(`${source.name} has no ${character}`);
    }
  }
  return font;
}

/**
 * One glyph as an SVG path of relative commands m, l and q on the integer grid, y downwards, baseline
 * at 0. Deltas between rounded positions, so that errors do not add up along a contour.
 */
function encode(commands: readonly PathCommand[], unitsPerFontUnit: number): string {
  let path = '';
  let x = 0;
  let y = 0;
  const delta = (toX: number, toY: number): string => {
    const dx = Math.round(toX * unitsPerFontUnit) - x;
    const dy = Math.round(-toY * unitsPerFontUnit) - y;
    return `${dx}${dy < 0 ? '' : ' '}${dy}`;
  };
  for (const command of commands) {
    if (command.type === 'Z') continue;
    if (command.type === 'C') throw new Error('no cubic curves: the reader knows only m, l and q');
    const end = delta(command.x, command.y);
    if (command.type === 'Q') {
      path += `q${delta(command.x1, command.y1)}${end.startsWith('-') ? '' : ' '}${end}`;
    } else if (command.type === 'M' || end !== '0 0') {
      path += `${command.type.toLowerCase()}${end}`;
    }
    x = Math.round(command.x * unitsPerFontUnit);
    y = Math.round(-command.y * unitsPerFontUnit);
  }
  return path;
}

const fonts: string[] = [];
const notices: string[] = [];
for (const source of SOURCES) {
  const font = readFont(source);
  // The flat-topped H, not the declared capital height: every font then stands equally tall.
  const unitsPerFontUnit = UNITS_PER_CAPITAL / font.charToGlyph('H').getBoundingBox().y2;
  const glyphs = Array.from(CHARACTERS, (character) => {
    const path = encode(font.charToGlyph(character).path.commands, unitsPerFontUnit);
    return `    "${character}": "${path}"`;
  });
  fonts.push(`  "${source.name}": {\n${glyphs.join(',\n')}\n  }`);

  const folder = new URL(`${source.name}/`, packages);
  const manifest: { version: string; license: string } = JSON.parse(
    readFileSync(new URL('package.json', folder), 'utf8'),
  );
  const licence = readFileSync(new URL('LICENSE', folder), 'utf8');
  if (/with reserved font name/i.test(licence)) throw new Error(`${source.name} reserves its name`);
  writeFileSync(new URL(`${source.name}.LICENSE.txt`, here), licence);
  const holder = /^(Copyright .*?)\.?(?= \S+\.ttf:|$)/m.exec(licence)?.[1] ?? '';
  notices.push(
    `- **${source.name}**, ${source.character}. From \`@fontsource/${source.name}\` ${manifest.version}, ` +
      `weight ${source.weight}. ${holder}. Licence: ${manifest.license}, ` +
      `[${source.name}.LICENSE.txt](${source.name}.LICENSE.txt).`,
  );
}

writeFileSync(new URL('outlines.json', here), `{\n${fonts.join(',\n')}\n}\n`);
writeFileSync(
  new URL('README.md', here),
  `# Fonts

\`outlines.json\` holds the outlines of A-Z and 0-9 in ${SOURCES.length} open-licensed fonts: for each font and
character an SVG path of relative \`m\`, \`l\` and \`q\` commands on an integer grid, ${UNITS_PER_CAPITAL} units to the
height of a capital, y downwards from the baseline. Nothing else of the fonts is kept.

The outlines are modified versions (36 characters, rescaled, rounded) and stay under the licence of
their font, which lies beside them. No licence here reserves a font name.

${notices.join('\n')}

Made by \`npx node assets/fonts/make.ts\`; do not edit by hand.
`,
);
