import { parseLadder } from '../../src/config/ladder.ts';
import {
  type Botnet,
  figuresOf,
  measureAttack,
  measureGrief,
  measureSharers,
  type PeopleFigures,
  type Price,
  scenariosOf,
  timeline,
} from './measure.ts';
import type { Settings } from './options.ts';
import { play, type Result } from './scenario.ts';

/** A day, with the ladder and without. */
export interface Day {
  readonly name: string;
  readonly people: PeopleFigures;
  readonly without: PeopleFigures;
  readonly spans: ReturnType<typeof timeline>;
  readonly result: Result;
}

/** What one botnet pays. */
export interface Bill {
  readonly name: string;
  /** How many there are in all. */
  readonly addresses: number;
  /** Without the ladder it goes as fast as it can: nothing is gained by waiting. */
  readonly without: Price;
  readonly runs: readonly Run[];
}

/** One way to go about it. */
export interface Run {
  readonly name: string;
  /** Attempts of an address in a day; 0 is as fast as it can. */
  readonly pace: number;
  readonly addresses: number;
  /** Whether bots went on from fresh addresses when they were refused. */
  readonly isFresh: boolean;
  readonly price: Price;
  readonly people: PeopleFigures;
}

/** Everything that was found. */
export interface Report {
  readonly settings: Settings;
  readonly steps: number;
  readonly days: readonly Day[];
  readonly bills: readonly Bill[];
  readonly griefs: readonly (Awaited<ReturnType<typeof measureGrief>> & {
    readonly addresses: number;
  })[];
  readonly sharers: readonly { readonly perHour: number; readonly people: PeopleFigures }[];
}

/** The botnets of the table. */
function botnetsOf(settings: Settings): readonly Botnet[] {
  const rate = `${Number((100 * settings.number('solve-rate')).toFixed(1))} %`;
  return [
    { name: `${rate} solver`, changes: {} },
    { name: `${rate} at every level`, changes: { decline: '1,1' } },
    { name: `${rate} solver that knows its misreadings`, changes: { confidence: '1' } },
    { name: 'mixed', changes: {}, mixed: true },
    { name: 'trained network', changes: { mix: 'trained network' }, mixed: true },
  ];
}

/** Plays everything. `tell` hears what is being done. */
export async function makeReport(
  settings: Settings,
  tell: (what: string) => void,
): Promise<Report> {
  const steps = parseLadder(settings.text('ladder')).length;
  const days: Day[] = [];
  for (const scenario of scenariosOf(settings)) {
    tell(scenario.name);
    const result = await play(settings, scenario);
    const without = await play(settings, { ...scenario, hasLadder: false, attacks: [] });
    const of = ({ visits, crowdVisits }: Result) => [...visits, ...crowdVisits];
    days.push({
      name: scenario.name,
      people: figuresOf(of(result), steps),
      without: figuresOf(of(without), steps),
      spans: timeline(of(result), steps),
      result,
    });
  }

  const bills: Bill[] = [];
  for (const botnet of botnetsOf(settings)) {
    const runs: Run[] = [];
    const run = async (name: string, pace: number, addresses: number): Promise<void> => {
      tell(`${botnet.name}: ${name}`);
      const changes = { ...botnet.changes, pace: String(pace), addresses: String(addresses) };
      const { price, result } = await measureAttack(settings, { ...botnet, changes }, true);
      const people = figuresOf(result.visits, steps);
      runs.push({ name, pace, addresses, isFresh: false, price, people });
    };
    const addresses = settings.number('addresses');
    for (const pace of settings.numbers('paces')) await run(`${pace} a day`, pace, addresses);
    await run('as fast as it can', 0, addresses);
    const quiet = settings.number('quiet-addresses');
    await run(`${quiet} addresses among the visitors`, settings.number('quiet-pace'), quiet);
    const changes = { ...botnet.changes, pace: '0' };
    tell(`${botnet.name}: fresh addresses`);
    const fresh = await measureAttack(settings, { ...botnet, changes, moves: true }, true);
    const people = figuresOf(fresh.result.visits, steps);
    const moving = { pace: 0, addresses, isFresh: true, people };
    runs.push({
      ...moving,
      name: 'a fresh address at each refusal, by the second',
      price: fresh.price,
    });
    runs.push({ ...moving, name: 'the same, each for an hour at least', price: fresh.hourPrice });
    const { price } = await measureAttack(settings, { ...botnet, changes }, false);
    bills.push({ name: botnet.name, addresses, without: price, runs });
  }

  const griefs = [];
  for (const addresses of settings.numbers('griefers')) {
    tell(`${addresses} addresses that fail on purpose`);
    griefs.push({ addresses, ...(await measureGrief(settings, addresses)) });
  }
  const sharers = [];
  for (const perHour of settings.numbers('sharers')) {
    tell(`${perHour} people an hour and a bot`);
    sharers.push({ perHour, people: await measureSharers(settings, perHour) });
  }
  return { settings, steps, days, bills, griefs, sharers };
}
