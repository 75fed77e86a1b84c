import { mixedRates, solverRates } from './bots.ts';
import type { OptionName, Settings } from './options.ts';
import type { Visit } from './people.ts';
import type { Rates } from './rates.ts';
import {
  type Attack,
  addressOf,
  DAY_MS,
  HOUR_MS,
  play,
  type Result,
  type Scenario,
  SPAN_MS,
} from './scenario.ts';

/** What people met, of those who did not leave of their own accord. */
export interface PeopleFigures {
  readonly count: number;
  /** Shares by the hardest step they were asked for. */
  readonly bySteps: readonly number[];
  /** The share who had no second challenge, of any kind and for whatever reason. */
  readonly oneChallenge: number;
  readonly extraMean: number;
  readonly extra95: number;
  readonly extra99: number;
  readonly gaveUp: number;
  readonly refused: number;
}

/** What an account cost an attacker. */
export interface Price {
  readonly attempts: number;
  readonly accounts: number;
  readonly attemptsEach: number;
  readonly cpuEach: number;
  readonly addressHoursEach: number;
  readonly dollarsEach: number;
}

/** Sums up visits. */
export function figuresOf(visits: readonly Visit[], steps: number): PeopleFigures {
  const stayed = visits.filter(({ end }) => end !== 'left');
  const count = stayed.length;
  const share = (is: (visit: Visit) => boolean) => stayed.filter(is).length / Math.max(1, count);
  const extra = stayed.map(({ extraSeconds }) => extraSeconds).toSorted((a, b) => a - b);
  const at = (part: number) => extra[Math.min(count - 1, Math.floor(part * count))] ?? 0;
  return {
    count,
    bySteps: Array.from({ length: steps }, (_, step) => share((v) => v.hardestStep === step)),
    oneChallenge: share(({ challenges }) => challenges === 1),
    extraMean: extra.reduce((sum, value) => sum + value, 0) / Math.max(1, count),
    extra95: at(0.95),
    extra99: at(0.99),
    gaveUp: share(({ end }) => end === 'gave up'),
    refused: share(({ refused }) => refused > 0),
  };
}

/**
 * Divides what an attack cost by what it brought. Addresses are paid for as long as they are held, and
 * each for `leastHours` at least.
 */
export function priceOf(
  settings: Settings,
  { ledger, attackMs }: Result,
  addresses: number,
  leastHours = 0,
): Price {
  const { attempts, accounts, cpuSeconds, moves } = ledger;
  const heldHours = (addresses * attackMs) / HOUR_MS;
  const addressHours = Math.max(heldHours, leastHours * (addresses + moves));
  const dollars =
    (cpuSeconds / 3600) * settings.number('core-hour-price') +
    (addressHours / 24) * settings.number('address-day-price');
  const each = (value: number) => value / Math.max(1, accounts);
  return {
    attempts,
    accounts,
    attemptsEach: each(attempts),
    cpuEach: each(cpuSeconds),
    addressHoursEach: each(addressHours),
    dollarsEach: each(dollars),
  };
}

/** A botnet: what it reads, and how it goes about it. */
export interface Botnet {
  readonly name: string;
  readonly changes: Partial<Record<OptionName, string>>;
  /** Solvers that take turns; by default all are as the settings say. */
  readonly mixed?: boolean;
  /** Whether a bot that is refused goes on from a fresh address. */
  readonly moves?: boolean;
}

/** The share of bots and people that an attack is simulated with at least. */
const LEAST_SCALE = 0.005;

/** No attack lasts longer here: a day of the visitors is played. */
const attackSpan = (settings: Settings) => {
  const fromMs = settings.number('attack-start') * HOUR_MS;
  return { fromMs, untilMs: fromMs + settings.number('attack-hours') * HOUR_MS };
};

/** The attack that the settings describe. */
export function attackOf(settings: Settings, mixed = false, moves = false): Attack {
  const rates: readonly Rates[] = mixed
    ? mixedRates(settings.text('mix'))
    : [solverRates(settings)];
  const pace = settings.number('pace');
  return {
    ...attackSpan(settings),
    mostAttempts: settings.number('most-attempts'),
    bots: (random) =>
      Array.from({ length: settings.number('addresses') }, (_, n) => ({
        client: addressOf(settings, random),
        rates: rates[n % rates.length] as Rates,
        everyMs: pace === 0 ? 0 : DAY_MS / pace,
        most: Number.POSITIVE_INFINITY,
        ...(moves && { moveTo: () => addressOf(settings, random) }),
      })),
  };
}

/**
 * Plays an attack on a usual day. If it would take more attempts than are simulated, bots and people
 * are fewer in the same proportion, down to a two-hundredth.
 */
export async function measureAttack(
  given: Settings,
  { changes, mixed, moves }: Botnet,
  hasLadder: boolean,
): Promise<{ price: Price; hourPrice: Price; result: Result }> {
  const settings = given.with(changes);
  const addresses = settings.number('addresses');
  const pace = settings.number('pace');
  const planned =
    pace === 0
      ? Number.POSITIVE_INFINITY
      : (addresses * pace * settings.number('attack-hours')) / 24;
  const scale = Math.max(LEAST_SCALE, Math.min(1, settings.number('most-attempts') / planned));
  const scaled = settings.with({
    ...changes,
    addresses: String(Math.max(1, Math.round(addresses * scale))),
    people: String(Math.round(settings.number('people') * scale)),
  });
  const { fromMs, untilMs } = attackSpan(scaled);
  const result = await play(scaled, {
    name: 'attack',
    hasLadder,
    hasPeople: true,
    fromMs,
    untilMs,
    attacks: [attackOf(scaled, mixed, moves)],
  });
  const held = scaled.number('addresses');
  return {
    result,
    price: priceOf(scaled, result, held),
    hourPrice: priceOf(scaled, result, held, 1),
  };
}

/** The days that are drawn. */
export function scenariosOf(settings: Settings): readonly Scenario[] {
  const campus = { narrow: 'campus', wide: 'campus-wide' };
  const perHour = settings.number('campus-people');
  const flashMs = settings.number('flash-minutes') * 60_000;
  const flash =
    (settings.number('people') / 24) * (flashMs / HOUR_MS) * settings.number('flash-factor');
  const usual = { hasLadder: true, hasPeople: true, untilMs: DAY_MS };
  const shown = attackOf(settings.with({ pace: '24' }), true);
  return [
    { ...usual, name: 'calm day' },
    {
      ...usual,
      name: 'distributed attack',
      attacks: [
        {
          ...shown,
          fromMs: 8 * HOUR_MS,
          untilMs: 12 * HOUR_MS,
          mostAttempts: Number.POSITIVE_INFINITY,
        },
      ],
    },
    {
      ...usual,
      name: 'campus',
      hasPeople: false,
      crowds: [{ fromMs: 8 * HOUR_MS, toMs: 13 * HOUR_MS, count: 5 * perHour, client: campus }],
      attacks: [
        {
          fromMs: 10 * HOUR_MS,
          untilMs: 11 * HOUR_MS,
          mostAttempts: Number.POSITIVE_INFINITY,
          bots: () =>
            Array.from({ length: settings.number('campus-bots') }, () => ({
              client: campus,
              rates: solverRates(settings),
              everyMs: HOUR_MS / settings.number('campus-pace'),
              most: Number.POSITIVE_INFINITY,
            })),
        },
      ],
    },
    {
      ...usual,
      name: 'flash crowd',
      fromMs: 12 * HOUR_MS,
      untilMs: 18 * HOUR_MS,
      crowds: [{ fromMs: 14 * HOUR_MS, toMs: 14 * HOUR_MS + flashMs, count: Math.round(flash) }],
    },
  ];
}

/** The share of people by their hardest step, for each span of the day in which somebody came. */
export function timeline(
  visits: readonly Visit[],
  steps: number,
): readonly { readonly atMs: number; readonly figures: PeopleFigures }[] {
  const spans = Map.groupBy(visits, ({ arrivedMs }) => Math.floor(arrivedMs / SPAN_MS) * SPAN_MS);
  return [...spans]
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, own]) => ({ atMs, figures: figuresOf(own, steps) }));
}

/** What it costs people of a calm day when somebody makes the site hard on purpose, for four hours. */
export async function measureGrief(
  settings: Settings,
  addresses: number,
): Promise<{ readonly people: PeopleFigures; readonly attemptsAnHour: number }> {
  const [fromMs, untilMs] = [10 * HOUR_MS, 14 * HOUR_MS];
  const result = await play(settings, {
    name: 'grief',
    hasLadder: true,
    hasPeople: true,
    fromMs,
    untilMs,
    attacks: [
      {
        fromMs,
        untilMs,
        mostAttempts: Number.POSITIVE_INFINITY,
        bots: (random) =>
          Array.from({ length: addresses }, () => ({
            client: addressOf(settings, random),
            rates: [0, 0, 0],
            everyMs: HOUR_MS / 2,
            most: Number.POSITIVE_INFINITY,
          })),
      },
    ],
  });
  const steps = settings.text('ladder').trim().split(/\s+/).length;
  return {
    people: figuresOf(result.visits, steps),
    attemptsAnHour: result.ledger.attempts / ((untilMs - fromMs) / HOUR_MS),
  };
}

/**
 * What a program at an address costs the people behind it, of whom `perHour` come from 8:00 to 13:00.
 * It begins two hours before them, so that they meet an address that is refused already.
 */
export async function measureSharers(settings: Settings, perHour: number): Promise<PeopleFigures> {
  const client = { narrow: 'office', wide: 'office-wide' };
  const rate = settings.number('solve-rate');
  const [fromMs, untilMs] = [6 * HOUR_MS, 13 * HOUR_MS];
  const result = await play(settings, {
    name: 'sharers',
    hasLadder: true,
    hasPeople: false,
    fromMs,
    untilMs: untilMs + HOUR_MS,
    crowds: [{ fromMs: 8 * HOUR_MS, toMs: untilMs, count: 5 * perHour, client }],
    attacks: [
      {
        fromMs,
        untilMs,
        mostAttempts: Number.POSITIVE_INFINITY,
        bots: () => [
          {
            client,
            rates: [rate, rate, rate],
            everyMs: HOUR_MS / settings.number('campus-pace'),
            most: Number.POSITIVE_INFINITY,
          },
        ],
      },
    ],
  });
  return figuresOf(result.crowdVisits, settings.text('ladder').trim().split(/\s+/).length);
}
