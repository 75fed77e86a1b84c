// Draws a labelled data set of animations, as somebody would who runs the open generator:
//   npx node bench/motion/draw.ts --level 2 --key k --epochs 1 --count 100 --seed s --out dir

import { parseArgs } from 'node:util';
import { createSeededRandom } from '../../src/base/random.ts';
import { deriveEpochSeed, deriveSeed } from '../../src/base/secrets.ts';
import { newAnswer } from '../../src/challenge/answer.ts';
import { renderNow } from '../../src/media/render.ts';
import { writeDataSet } from '../solvers/data-set.ts';
import { meantByTyped } from '../support/meant.ts';
import { parseLevel, parseNatural } from '../support/options.ts';

const { values: options } = parseArgs({
  options: {
    level: { type: 'string', default: '2' },
    key: { type: 'string', default: 'key' },
    epochs: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: 'seed' },
    length: { type: 'string', default: '4' },
    out: { type: 'string', default: '.' },
  },
});

const level = parseLevel(options.level);
const epochs = parseNatural('--epochs', options.epochs);
const count = parseNatural('--count', options.count);
const answerLength = parseNatural('--length', options.length);
const random = createSeededRandom(deriveSeed(options.seed, 'motion answers', options.key));

const answers: string[] = [];
const files: Uint8Array[] = [];
for (let index = 0; index < count; index++) {
  const text = newAnswer(random, answerLength);
  answers.push(text);
  const epochSeed = deriveEpochSeed(options.key, random.int(epochs));
  const seed = deriveSeed(options.seed, 'motion', options.key, String(index), text);
  files.push(renderNow({ kind: 'motion', text, level, epochSeed, seed }).bytes);
}
writeDataSet(options.out, files, answers, meantByTyped());
