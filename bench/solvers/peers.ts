// Draws a labelled data set with svg-captcha, the most used package for Node, as it comes:
//   npx node bench/solvers/peers.ts --count 100 --seed s --out dir
// Four characters in its default look, as a picture of twice its nominal 150 × 50 px: the file is a
// vector graphic, and an attacker chooses his resolution. Capitals and small letters count as one.

import { parseArgs } from 'node:util';
import { createSeededRandom } from '../../src/base/random.ts';
import { deriveSeed } from '../../src/base/secrets.ts';
import { writeDataSet } from './data-set.ts';

/** The parts of the two packages that are called; their own types are only there once installed. */
interface SvgCaptcha {
  create(): { text: string; data: string };
}
interface ResvgModule {
  Resvg: new (
    svg: string,
    options: {
      background: string;
      fitTo: { mode: 'zoom'; value: number };
      font: { loadSystemFonts: boolean };
    },
  ) => { render(): { asPng(): Uint8Array } };
}

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: 'seed' },
    out: { type: 'string', default: '.' },
  },
});

const svgCaptcha: SvgCaptcha = (await load('svg-captcha')).default;
const { Resvg }: ResvgModule = (await load('@resvg/resvg-js')).default;

// The package has no seed of its own; this makes its pictures the same in every run.
const random = createSeededRandom(deriveSeed(options.seed, 'svg-captcha'));
Math.random = () => random.float();

const pngs: Uint8Array[] = [];
const answers: string[] = [];
for (let index = 0; index < Number(options.count); index++) {
  const { text, data } = svgCaptcha.create();
  const picture = new Resvg(data, {
    background: '#fff',
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: false },
  });
  pngs.push(picture.render().asPng());
  answers.push(text.toUpperCase());
}
const typed = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
writeDataSet(
  options.out,
  pngs,
  answers,
  Object.fromEntries(typed.map((character) => [character, character.toUpperCase()])),
);

/** Behind a function, as the types are not looked for where the packages are not installed. */
function load(name: string) {
  return import(name);
}
