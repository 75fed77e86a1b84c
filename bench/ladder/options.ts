import { parseArgs } from 'node:util';
import type { Rates } from './rates.ts';

interface Option {
  readonly default: string;
  readonly help: string;
}

/**
 * Every number of the simulation that does not come from a measurement of ours, or that somebody may
 * want to see otherwise. The page docs/difficulty.md is made with the defaults.
 */
export const OPTIONS = {
  seed: { default: 'inkblot', help: 'Chooses all chance. The same seed gives the same figures.' },
  ladder: {
    default: 'picture:1:1 picture:2:1 picture:3:2 picture:3:3',
    help: 'The steps, each `kind:level:work`.',
  },

  people: { default: '10000', help: 'Visitors of the site on a calm day.' },
  'peak-ratio': {
    default: '9',
    help: 'How many times as many visitors an hour come at 15:00 as at 3:00.',
  },
  'shared-share': {
    default: '0.3',
    help: 'The share of visitors whose address is one of `--shared-addresses`: offices, schools, mobile networks.',
  },
  'shared-addresses': { default: '100', help: 'How many such addresses there are.' },
  'wide-nets': {
    default: '20000',
    help: 'Over how many /24 networks all other addresses are spread, those of bots as well.',
  },
  'background-bots': {
    default: '0.03',
    help: 'Attempts of stray bots on a calm day for each visitor, each from an address of its own.',
  },

  reads: {
    default: '',
    help: 'How many pictures of levels 1, 2 and 3 people read, for example `0.97,0.91,0.80`. Empty: the readers of docs/strength.md.',
  },
  'read-seconds': {
    default: '9.8,12,15',
    help: 'How long people take for pictures of levels 1, 2 and 3. The first is the mean of image captchas in Bursztein et al., IEEE S&P 2010; the others are assumed.',
  },
  leaves: { default: '0.05', help: 'The share of challenges that people leave without an answer.' },
  refreshes: {
    default: '0.08',
    help: 'The share of challenges that people change for another one.',
  },
  patience: { default: '6', help: 'After how many challenges a person gives up.' },
  'phone-share': { default: '0.5', help: 'The share of people with a slow phone.' },
  'work-seconds': {
    default: '0.074,0.295,1.18',
    help: 'What proofs of work of levels 1, 2 and 3 take on a core, for bots and for people without a phone: the mean of hashes in docs/strength.md, 0.048 ms each.',
  },
  'phone-work-seconds': {
    default: '0.65,1.99,7.37',
    help: 'What they take on a slow phone, as docs/strength.md has it.',
  },

  addresses: { default: '10000', help: 'The addresses of the botnet.' },
  'attack-hours': { default: '24', help: 'How long it attacks, at most.' },
  'attack-start': { default: '8', help: 'At which hour of the day it begins.' },
  'most-attempts': {
    default: '20000',
    help: 'An attack of the table is simulated up to this many attempts, with as many fewer bots and people, down to a two-hundredth.',
  },
  pace: {
    default: '0',
    help: 'Attempts of each address in a day, at random times. 0: one after the other.',
  },
  paces: {
    default: '2,8,24,96,1000',
    help: 'The paces that the attacker who knows the constants tries.',
  },
  'quiet-addresses': {
    default: '100',
    help: 'The addresses of an attacker who stays among the visitors of the site.',
  },
  'quiet-pace': { default: '10', help: 'Attempts of each of these in a day.' },
  'solve-rate': { default: '0.3', help: 'What the bots read of level 1.' },
  decline: {
    default: '',
    help: 'What is left of that at levels 2 and 3, for example `1,1` for a solver that reads all levels alike. Empty: as for the best free solver of docs/strength.md.',
  },
  mix: {
    default: 'ddddocr beta:5,ddddocr old:2,PP-OCRv4:2,trained network:1',
    help: 'The mixed botnet: which solvers of docs/strength.md, and how many of each.',
  },
  confidence: {
    default: '0',
    help: 'The share of its misreadings that a solver knows for such, and does not answer.',
  },
  'solver-seconds': { default: '0.1', help: 'Processor seconds a reading.' },
  'round-trip-seconds': { default: '0.3', help: 'What the network adds to each attempt.' },
  'core-hour-price': { default: '0.02', help: 'Dollars for an hour of a processor core.' },
  'address-day-price': { default: '0.05', help: 'Dollars for a day of an address.' },

  limit: {
    default: '1200',
    help: 'Challenges that one address may open in a window, with the ladder. 0: any number. What the service allows by default is in its own list of limits.',
  },
  'limit-seconds': { default: '600', help: 'How long that window is.' },
  'limit-wide-factor': { default: '4', help: 'How many times as many a /24 may open.' },

  'campus-people': {
    default: '3000',
    help: 'People behind the one address of the campus, in an hour.',
  },
  'campus-bots': { default: '50', help: 'Bots among them.' },
  'campus-pace': { default: '60', help: 'Attempts of each of those bots in an hour.' },
  'flash-factor': { default: '50', help: 'How many times as many people come in a rush.' },
  'flash-minutes': { default: '10', help: 'How long it lasts.' },
  griefers: {
    default: '10,30,100,300,1000',
    help: 'Addresses that fail on purpose, as often as they have a voice.',
  },
  sharers: {
    default: '10,30,100,300,1000',
    help: 'People an hour who share their address with a single bot, which makes `--campus-pace` attempts an hour.',
  },
  load: { default: '0', help: 'How much of the service is in use, from 0 to 1.' },
  page: {
    default: 'false',
    help: '`true` writes docs/difficulty.md and its plots.',
  },
} as const satisfies Readonly<Record<string, Option>>;

/** The name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** What was asked for. Numbers are read by whoever needs them, by {@link Settings.number} and others. */
export interface Settings {
  text(name: OptionName): string;
  /** Throws an Error unless the option is a number of at least 0. */
  number(name: OptionName): number;
  /** Numbers with commas between. Throws an Error unless each is at least 0. */
  numbers(name: OptionName): readonly number[];
  /** A number for each level. Throws an Error unless there are three of at least 0. */
  levels(name: OptionName): Rates;
  /** The same with other values. */
  with(changes: Partial<Record<OptionName, string>>): Settings;
}

/** Reads the command line. Throws an Error for an option that there is not. */
export function parseSettings(args: readonly string[]): Settings {
  const options = Object.fromEntries(
    Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args: [...args], options });
  return settingsOf(values as Partial<Record<OptionName, string>>);
}

function settingsOf(values: Partial<Record<OptionName, string>>): Settings {
  const text = (name: OptionName) => values[name] ?? OPTIONS[name].default;
  const toNumber = (name: OptionName, part: string): number => {
    const value = part.trim() === '' ? Number.NaN : Number(part);
    if (!(value >= 0 && value < 1e12)) throw new Error(`--${name} takes numbers of at least 0`);
    return value;
  };
  const numbers = (name: OptionName) =>
    text(name)
      .split(',')
      .map((part) => toNumber(name, part));
  return {
    text,
    number: (name) => toNumber(name, text(name)),
    numbers,
    levels: (name) => {
      const [first, second, third, ...more] = numbers(name);
      if (first === undefined || second === undefined || third === undefined || more.length > 0) {
        throw new Error(`--${name} takes a number for each of three levels`);
      }
      return [first, second, third];
    },
    with: (changes) => settingsOf({ ...values, ...changes }),
  };
}

/** The options and what they mean, for `--help` and for the page. */
export function optionRows(): readonly (readonly [name: string, value: string, help: string])[] {
  return Object.entries(OPTIONS).map(([name, option]) => [
    `--${name}`,
    option.default,
    option.help,
  ]);
}
