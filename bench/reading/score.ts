// Compares a file of readings with the answers, and prints what was read:
//   npx node bench/reading/score.ts --answers kept/answers.txt --readings readings.txt --reader "who" [--record]
// All options are in bench/reading/README.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseNumbered, parseSetName } from './answers.ts';
import { type Result, recordResult } from './results.ts';
import { type Score, scoreReadings, wilsonInterval } from './scoring.ts';

const { values: options } = parseArgs({
  options: {
    answers: { type: 'string' },
    readings: { type: 'string' },
    reader: { type: 'string' },
    style: { type: 'string' },
    level: { type: 'string' },
    record: { type: 'boolean', default: false },
    results: { type: 'string', default: new URL('results.json', import.meta.url).pathname },
  },
});

const { answers, readings, reader } = options;
if (answers === undefined || readings === undefined || reader === undefined) {
  throw new Error('say --answers FILE, --readings FILE and --reader "who"');
}
const answersFile = readFileSync(answers, 'utf8');
const { style, level, view } = parseSetName(answersFile);
if ((options.style ?? style) !== style || (options.level ?? String(level)) !== String(level)) {
  throw new Error(`these are the answers of style ${style}, level ${level}`);
}

const score = scoreReadings(
  parseNumbered(answersFile),
  parseNumbered(readFileSync(readings, 'utf8')),
);
if (score.pictures === 0) throw new Error('there are no answers in this file');
process.stdout.write(report(score));

if (options.record) {
  // A view is a check for people who see otherwise; the rates are those of the picture as served.
  if (view !== 'plain') throw new Error(`readings of the view ${view} are not recorded`);
  const { pictures, whole, characters, charactersRight } = score;
  const date = new Date().toISOString().slice(0, 10);
  const counts = { pictures, whole, characters, charactersRight };
  const known: Result[] = JSON.parse(readFileSync(options.results, 'utf8'));
  const results = recordResult(known, { style, level, reader, ...counts, date });
  writeFileSync(options.results, `${JSON.stringify(results, null, 2)}\n`);
}

function report(score: Score): string {
  const { pictures, whole, unread, characters, charactersRight, confusions } = score;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const [least, most] = wilsonInterval(whole, pictures);
  const shown = (character: string): string => character || '(none)';
  return [
    `style ${style}, level ${level}, view ${view}, read by ${reader}`,
    `whole       ${whole} of ${pictures}, ${percent(whole / pictures)} (95 %: ${percent(least)} to ${percent(most)})`,
    `characters  ${charactersRight} of ${characters}, ${percent(charactersRight / characters)}`,
    `unread      ${unread}`,
    ...confusions.map(
      ({ meant, read, times }) => `${times} × ${shown(meant)} read as ${shown(read)}`,
    ),
    '',
  ].join('\n');
}
