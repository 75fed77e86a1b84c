// What there is to say of what a replica tells: sentences, charts and tables. Puts nothing on the page.

import {
  amountRows,
  quantile,
  rateRows,
  secondsText,
  spanText,
  timesRows,
  wilson,
} from './in-rows.js';
import { lineChart, perStep, stackedBars, timeTable } from './over-time.js';
import { countText, numberText, percentText, sum } from './svg.js';

/**
 * @typedef {import('../../src/http/routes/dashboard/data.ts').DashboardData} Data
 * @typedef {{ readonly head: readonly string[], readonly body: readonly (readonly string[])[] }} Table
 *
 * What a section shows: a sentence that says what is seen, the chart, and the same as numbers. No chart where
 * there is nothing to draw.
 * @typedef {object} View
 * @property {string} sentence
 * @property {(width: number) => readonly Element[]} [draw]
 * @property {() => Table} [table]
 */

/** What each budget is for: src/abuse/budgets.ts. */
/** @type {Readonly<Record<string, string>>} */
const LIMITS = {
  picture: 'Pictures',
  motion: 'Moving pictures',
  sound: 'Sounds',
  work: 'Proofs of work',
  media: 'Fetching pictures and sounds',
  answer: 'Answers',
  page: 'Page without scripts',
  classic: 'Classic pictures',
  'classic-check': 'Classic answers',
  verify: 'Verifying tokens',
  'verify-unknown': 'Verifying without a secret',
  document: 'API description',
  'sign-in': 'Signing in here',
  probe: 'Health checks',
  failures: 'Visitors who only fail',
};

/** One wrong answer of one is no style that people fail. */
const ENOUGH_ANSWERS = 20;

/** Steps beyond share the look of the last. */
const LOOKS_OF_STEPS = 5;

/**
 * What is told in large figures: a name, a figure, a unit.
 * @param {Data} told
 * @returns {readonly (readonly [name: string, figure: string, unit: string])[]}
 */
export function figuresOf({ issued, solved, failed, refused, solveTimes }) {
  const { upToSeconds, kinds } = solveTimes;
  const answers = sum(solved) + sum(failed);
  const times = [...upToSeconds, 0].map((_, n) => sum(kinds.map(({ counts }) => counts[n] ?? 0)));
  const half = sum(times) > 0 ? secondsText(quantile(times, upToSeconds, 0.5)) : '–';
  return [
    ['Issued', numberText(sum(issued)), 'challenges'],
    [
      'Right',
      answers > 0 ? percentText(sum(solved) / answers) : '–',
      `of ${countText(answers, 'answer')}`,
    ],
    ['Refused', numberText(sum(refused)), 'requests'],
    ['Half solve within', half, 'from opening to answer'],
  ];
}

/**
 * @param {Data} told
 * @returns {View}
 */
export function challengesView(told) {
  const rows = [
    { name: 'Issued', look: 'issued', counts: told.issued },
    { name: 'Solved', look: 'solved', counts: told.solved },
    { name: 'Failed', look: 'failed', counts: told.failed },
    { name: 'Refused', look: 'refused', counts: told.refused },
  ];
  const [issued = 0, solved = 0, failed = 0, refused = 0] = rows.map(({ counts }) => sum(counts));
  if (issued + solved + failed + refused === 0) {
    return {
      sentence: `Nothing was asked of this replica in ${rangeText(told)}. What happens is seen here ten seconds later.`,
    };
  }
  const sentence = `In ${rangeText(told)} ${countText(issued, 'challenge was', 'challenges were')} issued, ${numberText(solved)} solved and ${numberText(failed)} failed; ${countText(refused, 'request was', 'requests were')} refused.`;
  return {
    sentence,
    draw: (width) =>
      lineChart(rows, told, width, `Lines, challenges ${perStep(told.stepMs)}. ${sentence}`),
    table: () => timeTable(rows, told),
  };
}

/**
 * @param {Data} told
 * @returns {View}
 */
export function stepsView(told) {
  const total = sum(told.steps.flatMap(({ counts }) => counts));
  if (total === 0)
    return { sentence: `No page of a site asked for a challenge in ${rangeText(told)}.` };
  const rows = Array.from({ length: LOOKS_OF_STEPS }, (_, look) => {
    const isLast = look === LOOKS_OF_STEPS - 1;
    const steps = told.steps.filter(({ step }) => (isLast ? step >= look : step === look));
    const counts = told.issued.map((_count, n) => sum(steps.map(({ counts }) => counts[n] ?? 0)));
    return { name: isLast ? `Step ${look} and up` : `Step ${look}`, look: `step-${look}`, counts };
  }).filter(({ counts }) => sum(counts) > 0);
  const easy = sum(told.steps.find(({ step }) => step === 0)?.counts ?? []);
  const sentence = `Nothing is held against ${percentText(easy / total)} of ${countText(total, 'visitor')}, who met step 0. Each step further asks for more.`;
  return {
    sentence,
    draw: (width) => stackedBars(rows, told, width, `Bars, ${perStep(told.stepMs)}. ${sentence}`),
    table: () => timeTable(rows, told),
  };
}

/**
 * @param {Data} told
 * @returns {View}
 */
export function stylesView(told) {
  const rates = told.styles.map(({ kind, level, style, right, wrong }) => ({
    name: `${capital(kind)}, level ${level}${style && ` · ${style}`}`,
    right,
    all: right + wrong,
  }));
  if (rates.length === 0) return { sentence: `Nobody answered in ${rangeText(told)}.` };
  const [lowest] = rates
    .filter(({ all }) => all >= ENOUGH_ANSWERS)
    .sort((left, other) => left.right / left.all - other.right / other.all);
  const found = lowest
    ? `Lowest of those with ${ENOUGH_ANSWERS} answers is ${lowest.name} with ${percentText(lowest.right / lowest.all)}.`
    : 'There are too few answers to tell.';
  const sentence = `${found} The bar is where the rate lies with 95 % certainty.`;
  return {
    sentence,
    draw: (width) => [rateRows(rates, width, `A point for each style. ${sentence}`)],
    table: () => ({
      head: ['Kind, level, style', 'Right', 'Answers', 'Rate', '95 %'],
      body: rates.map(({ name, right, all }) => {
        const { least, most } = wilson(right, all);
        const range = `${Math.round(least * 100)} to ${Math.round(most * 100)} %`;
        return [name, numberText(right), numberText(all), percentText(right / all), range];
      }),
    }),
  };
}

/**
 * @param {Data} told
 * @returns {View}
 */
export function timesView(told) {
  const { kinds, upToSeconds } = told.solveTimes;
  const shown = kinds
    .filter(({ counts }) => sum(counts) > 0)
    .map(({ kind, counts }) => ({ name: capital(kind), counts }));
  if (shown.length === 0)
    return { sentence: `No challenge of a site was solved in ${rangeText(told)}.` };
  const within = shown.map(
    ({ name, counts }) => `${name} ${secondsText(quantile(counts, upToSeconds, 0.9))}`,
  );
  const sentence = `From opening a challenge to the right answer; nine of ten within: ${within.join(', ')}.`;
  return {
    sentence,
    draw: (width) => [
      timesRows(shown, upToSeconds, width, `Bars for times that double. ${sentence}`),
    ],
    table: () => ({
      head: ['Time', ...shown.map(({ name }) => name)],
      body: [...upToSeconds, 0].map((_, n) => [
        spanText(upToSeconds, n),
        ...shown.map(({ counts }) => numberText(counts[n] ?? 0)),
      ]),
    }),
  };
}

/**
 * @param {Data} told
 * @returns {View}
 */
export function limitsView(told) {
  const amounts = told.limits
    .map(({ cost, refused }) => ({ name: LIMITS[cost] ?? cost, count: refused }))
    .sort((left, right) => right.count - left.count);
  const [first] = amounts;
  if (!first) return { sentence: `No request was refused in ${rangeText(told)}.` };
  const sentence = `Refused most often: ${first.name}, ${countText(first.count, 'time')}.`;
  return {
    sentence,
    draw: (width) => [amountRows(amounts, width, `Bars. ${sentence}`)],
    table: () => ({
      head: ['Limit', 'Requests'],
      body: amounts.map(({ name, count }) => [name, numberText(count)]),
    }),
  };
}

/**
 * How far back the counts reach.
 * @param {Data} told
 */
function rangeText({ issued, stepMs }) {
  const hours = (issued.length * stepMs) / 3_600_000;
  if (hours === 1) return 'the last hour';
  return hours <= 24 ? `the last ${hours} hours` : `the last ${hours / 24} days`;
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
