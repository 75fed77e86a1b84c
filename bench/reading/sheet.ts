// Draws pictures onto numbered contact sheets, and keeps apart from them what they say:
//   npx node bench/reading/sheet.ts --style served --level 2 --count 60 --out sheets --answers kept/answers.txt
// All options are in bench/reading/README.md. The sheets show no answer, and the folder of the sheets
// is refused for the answers: whoever knows a text reads it in any picture.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderNow } from '../../src/media/render.ts';
import { createJobs, type PictureSet } from '../support/jobs.ts';
import { parseLevel, parseNatural, parseOneOf, parseSize, parseStyle } from '../support/options.ts';
import { decodePng, encodeRgbPng } from '../support/rgb-image.ts';
import { formatAnswers } from './answers.ts';
import { composeSheets } from './compose.ts';
import { VIEWS, type View } from './views.ts';

const { values: options } = parseArgs({
  options: {
    style: { type: 'string', default: 'served' },
    level: { type: 'string', default: '2' },
    count: { type: 'string', default: '60' },
    key: { type: 'string', default: 'contact sheet' },
    epoch: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '300x100' },
    length: { type: 'string', default: '6' },
    view: { type: 'string', default: 'plain' },
    out: { type: 'string' },
    answers: { type: 'string' },
  },
});

const { out, answers } = options;
if (out === undefined || answers === undefined) {
  throw new Error('say with --out where the sheets go and with --answers where the answers go');
}
if (dirname(resolve(answers)) === resolve(out)) {
  throw new Error('the answers must not lie in the folder of the sheets, where a reader sees them');
}

const view = parseOneOf('--view', options.view, Object.keys(VIEWS));
const set: PictureSet = {
  style: parseStyle(options.style),
  level: parseLevel(options.level),
  key: options.key,
  epoch: parseNatural('--epoch', options.epoch),
  // Somebody who has read the plain pictures must not meet the same texts in another view.
  seed: `${options.seed} ${view}`,
  answerLength: parseNatural('--length', options.length),
  ...parseSize(options.size),
};

const jobs = createJobs(set, parseNatural('--count', options.count));
const { show, page } = VIEWS[view] as View;
const pictures = jobs.map((job) => show(decodePng(renderNow(job).bytes)));
const sheets = composeSheets(pictures, page);

mkdirSync(out, { recursive: true });
sheets.forEach((sheet, index) => {
  const number = sheets.length > 1 ? `-${index + 1}` : '';
  writeFileSync(join(out, `contact-sheet${number}.png`), encodeRgbPng(sheet));
});
mkdirSync(dirname(answers), { recursive: true });
const texts = jobs.map(({ text }) => text);
writeFileSync(answers, formatAnswers({ style: set.style, level: set.level, view }, texts));
