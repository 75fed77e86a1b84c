// Draws a labelled data set, as somebody would who runs the open generator:
//   npx node bench/solvers/draw.ts --style served --level 2 --key k --epoch 1 --count 100 --seed s --out dir
// `--style` is a name of PICTURE_STYLES, or `served` for what the service would show. `--epochs 100`
// draws each picture from a random one of a hundred epochs of as many keys instead.

import { parseArgs } from 'node:util';
import { createSeededRandom } from '../../src/base/random.ts';
import { deriveEpochSeed, deriveSeed } from '../../src/base/secrets.ts';
import { newAnswer } from '../../src/challenge/answer.ts';
import type { PictureJob } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { SERVED } from '../support/jobs.ts';
import { meantByTyped } from '../support/meant.ts';
import { parseLevel, parseNatural, parseSize, parseStyle } from '../support/options.ts';
import { writeDataSet } from './data-set.ts';

const { values: options } = parseArgs({
  options: {
    style: { type: 'string', default: 'served' },
    level: { type: 'string', default: '2' },
    key: { type: 'string', default: 'key' },
    epoch: { type: 'string', default: '0' },
    epochs: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: 'seed' },
    length: { type: 'string', default: '6' },
    size: { type: 'string', default: '300x100' },
    out: { type: 'string', default: '.' },
  },
});

const level = parseLevel(options.level);
const style = parseStyle(options.style);
const epoch = parseNatural('--epoch', options.epoch);
const epochCount = parseNatural('--epochs', options.epochs);
const count = parseNatural('--count', options.count);
const answerLength = parseNatural('--length', options.length);
const size = parseSize(options.size);
const random = createSeededRandom(deriveSeed(options.seed, 'answers', options.key, options.epoch));

const answers: string[] = [];
const pngs: Uint8Array[] = [];
for (let index = 0; index < count; index++) {
  const text = newAnswer(random, answerLength);
  answers.push(text);
  pngs.push(renderNow(jobFor(text, index)).bytes);
}
writeDataSet(options.out, pngs, answers, meantByTyped());

function jobFor(text: string, index: number): PictureJob {
  return {
    kind: 'picture',
    text,
    level,
    epochSeed: epochSeed(),
    seed: deriveSeed(options.seed, 'picture', options.key, options.epoch, String(index), text),
    ...(style === SERVED ? {} : { style }),
    ...size,
  };
}

function epochSeed(): Uint8Array {
  if (epochCount === 1) return deriveEpochSeed(options.key, epoch);
  const drawn = String(random.int(epochCount));
  return deriveEpochSeed(`${options.key} ${drawn}`, Number(drawn));
}
