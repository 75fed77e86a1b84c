import { readFileSync } from 'node:fs';
import type { PeopleFigures } from './measure.ts';
import { type OptionName, optionRows } from './options.ts';
import { readRates } from './rates.ts';
import type { Bill, Report, Run } from './report.ts';

const TEMPLATE = new URL('page.md', import.meta.url);

/** Of fewer people no mean is told. */
const FEW = 50;

/** The tables alone. */
export function formatTables(report: Report): string {
  const { days, bills, griefs, sharers } = tablesOf(report);
  return [days, bills, griefs, sharers].join('\n\n');
}

/** docs/difficulty.md: the prose of page.md with the figures of this run. Throws for an unknown name. */
export function formatPage(report: Report): string {
  const options = Object.fromEntries(
    optionRows().map(([name]) => [
      name.slice(2),
      report.settings.text(name.slice(2) as OptionName),
    ]),
  );
  const values = { ...options, ...tablesOf(report), ...figuresOfText(report) };
  return readFileSync(TEMPLATE, 'utf8').replaceAll(/\{\{([\w-]+)\}\}/g, (_, name: string) => {
    const value = (values as Readonly<Record<string, string>>)[name];
    if (value === undefined) throw new Error(`page.md names ${name}, which nobody makes`);
    return value;
  });
}

/** The run that costs least for an account, by some measure. */
function cheapest(runs: readonly Run[], cost: (run: Run) => number): Run {
  return runs.reduce((best, run) => (cost(run) < cost(best) ? run : best));
}

/** The botnet that goes as fast as it can with the addresses it has. */
function fastOf({ runs }: Bill): Run {
  return runs.find(({ pace, isFresh }) => pace === 0 && !isFresh) as Run;
}

/** The cheapest way that was tried with the addresses it has. */
function bestOf({ runs }: Bill): Run {
  const own = runs.filter(({ isFresh }) => !isFresh);
  return cheapest(own, ({ price }) => price.dollarsEach);
}

function tablesOf(report: Report) {
  const { steps, settings } = report;
  const stepNames = Array.from({ length: steps }, (_, step) => `Step ${step}`);
  return {
    days: table(
      [
        'Day',
        'People',
        ...stepNames,
        'One challenge',
        'Extra seconds: mean',
        '95 %',
        '99 %',
        'Mean without the ladder',
        'Refused',
        'Gave up',
      ],
      report.days.map(({ name, people, without }) => [
        name,
        count(people.count),
        ...people.bySteps.map(percent),
        percent(people.oneChallenge),
        people.extraMean.toFixed(1),
        people.extra95.toFixed(1),
        people.extra99.toFixed(1),
        without.extraMean.toFixed(1),
        percent(people.refused),
        percent(people.gaveUp),
      ]),
    ),
    bills: report.bills.map((bill) => billTable(bill)).join('\n\n'),
    griefs: table(
      [
        'Addresses',
        'Failures an hour',
        'Dollars an hour',
        'People at step 0',
        'Extra seconds of people, mean',
      ],
      report.griefs.map(({ addresses, attemptsAnHour, people }) => [
        count(addresses),
        count(attemptsAnHour),
        short((addresses * settings.number('address-day-price')) / 24),
        percent(people.bySteps[0] ?? 0),
        people.extraMean.toFixed(1),
      ]),
    ),
    sharers: table(
      ['People an hour', 'Refused', 'Gave up', 'Extra seconds: mean', '95 %'],
      report.sharers.map(({ perHour, people }) => [
        count(perHour),
        percent(people.refused),
        percent(people.gaveUp),
        people.extraMean.toFixed(1),
        people.extra95.toFixed(1),
      ]),
    ),
    options: table(
      ['Option', 'Default', 'Meaning'],
      optionRows().map(([name, value, help]) => [`\`${name}\``, value && `\`${value}\``, help]),
    ),
    summary: table(
      [
        'Botnet',
        'Dollars an account without',
        'As fast as it can',
        '',
        'The cheapest way',
        '',
        '',
        'Processor time alone: all addresses, at least',
        'Among the visitors',
        'Fresh addresses by the second',
        'By the hour',
      ],
      report.bills.map((bill) => {
        const own = bill.runs.filter(({ isFresh }) => !isFresh);
        const all = own.filter(({ addresses }) => addresses === bill.addresses);
        const fast = fastOf(bill);
        const quiet = own.find(({ addresses }) => addresses !== bill.addresses) ?? fast;
        const best = bestOf(bill);
        const leastCpu = cheapest(all, ({ price }) => price.cpuEach);
        const { without } = bill;
        return [
          bill.name,
          short(without.dollarsEach),
          short(fast.price.dollarsEach),
          times(fast.price.dollarsEach / without.dollarsEach),
          best.name,
          short(best.price.dollarsEach),
          times(best.price.dollarsEach / without.dollarsEach),
          times(leastCpu.price.cpuEach / without.cpuEach),
          times(quiet.price.cpuEach / without.cpuEach),
          ...bill.runs
            .filter(({ isFresh }) => isFresh)
            .map(({ price }) => times(price.dollarsEach / without.dollarsEach)),
        ];
      }),
    ),
  };
}

function billTable({ name, without, runs }: Bill): string {
  const rows = [{ name: 'without the ladder, as fast as it can', price: without }, ...runs].map(
    (run) => [
      run.name,
      run.price.attemptsEach.toFixed(1),
      run.price.cpuEach.toFixed(1),
      short(run.price.addressHoursEach),
      short(run.price.dollarsEach),
      times(run.price.cpuEach / without.cpuEach),
      times(run.price.dollarsEach / without.dollarsEach),
      'people' in run && run.people.count >= FEW ? run.people.extraMean.toFixed(1) : '',
    ],
  );
  return `**${name}**\n\n${table(
    [
      'Pace of an address',
      'Attempts',
      'Processor seconds',
      'Address hours',
      'Dollars',
      '× processor',
      '× dollars',
      'Extra seconds of people',
    ],
    rows,
  )}`;
}

function figuresOfText(report: Report): Record<string, string> {
  const { settings } = report;
  const [calm] = report.days as [Report['days'][number]];
  const [main, constant, picky] = report.bills as [Bill, Bill, Bill];
  const fast = fastOf(main);
  const day = main.runs[Math.min(2, main.runs.length - 1)] as Run;
  const best = bestOf(main);
  const ratio = ({ without }: Bill, { price }: Run) =>
    times(price.dollarsEach / without.dollarsEach);
  const of = (people: PeopleFigures) => percent(people.bySteps[0] ?? 0);
  return {
    'calm-easy': of(calm.people),
    'calm-one': percent(calm.people.oneChallenge),
    'fast-dollars': ratio(main, fast),
    'constant-best': ratio(constant, bestOf(constant)),
    'picky-best': ratio(picky, bestOf(picky)),
    'main-fresh': ratio(main, main.runs.at(-2) as Run),
    'constant-fresh': ratio(constant, constant.runs.at(-2) as Run),
    'constant-hour': ratio(constant, constant.runs.at(-1) as Run),
    'picky-fresh': ratio(picky, picky.runs.at(-2) as Run),
    'picky-hour': ratio(picky, picky.runs.at(-1) as Run),
    'fast-cpu': times(fast.price.cpuEach / main.without.cpuEach),
    'best-dollars': ratio(main, best),
    'best-name': best.name,
    addresses: count(settings.number('addresses')),
    'day-pace': String(day.pace),
    'day-extra': day.people.extraMean.toFixed(1),
    'reads-easy': percent(readRates().readers[0]),
    'solve-rate': percent(settings.number('solve-rate')),
  };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const marks = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [row(head), row(marks), ...rows.map(row)].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.99 && share < 1 ? 2 : 1)} %`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1) : count(ratio)}×`;
}

/** Two digits that count. */
function short(value: number): string {
  return value >= 10 ? count(value) : value.toPrecision(2);
}
