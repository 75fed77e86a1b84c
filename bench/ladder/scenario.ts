import type { Client } from '../../src/abuse/clients.ts';
import { createSeededRandom, type Random } from '../../src/base/random.ts';
import { deriveSeed } from '../../src/base/secrets.ts';
import { type Bot, costsOf, type Ledger, newLedger, sendBot } from './bots.ts';
import { createClock } from './clock.ts';
import type { Settings } from './options.ts';
import { habitsOf, sendPerson, type Visit } from './people.ts';
import { createService } from './service.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Ten days after the epoch: no window begins at zero. */
const DAY_START_MS = 10 * DAY_MS;

/** A crowd that comes beside the usual visitors. */
export interface Crowd {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  /** From one address, or each from where people come from. */
  readonly client?: Client;
}

/** What happens on a day, from midnight. */
export interface Scenario {
  readonly name: string;
  readonly hasLadder: boolean;
  /** Whether the usual visitors come. */
  readonly hasPeople: boolean;
  readonly crowds?: readonly Crowd[];
  readonly attacks?: readonly Attack[];
  readonly fromMs?: number;
  readonly untilMs: number;
}

/** Bots that begin and end together. */
export interface Attack {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly bots: (random: Random) => readonly Bot[];
  /** Ends the simulation when there were so many attempts. */
  readonly mostAttempts: number;
}

/** What happened. */
export interface Result {
  readonly visits: readonly Visit[];
  /** Of the usual visitors, and of the crowds. */
  readonly crowdVisits: readonly Visit[];
  /** Beginning with the attack: what it had cost at the end of each of these spans of time. */
  readonly ledgers: readonly { readonly atMs: number; readonly ledger: Ledger }[];
  readonly ledger: Ledger;
  /** How long the attack was simulated. */
  readonly attackMs: number;
}

/** Time since midnight at which the visitors of a scenario are looked at together. */
export const SPAN_MS = 600_000;

/** Plays a scenario. Equal settings and scenarios give equal results. */
export async function play(settings: Settings, scenario: Scenario): Promise<Result> {
  // The same people come whatever happens to them: one source of chance for each part.
  const randomOf = (part: string) => createSeededRandom(deriveSeed(settings.text('seed'), part));
  const clock = createClock(DAY_START_MS + (scenario.fromMs ?? 0));
  const service = createService(settings, clock.nowMs, scenario.hasLadder);
  const habits = habitsOf(settings);
  const parts = { clock, service, habits, costs: costsOf(settings), random: randomOf('behaviour') };
  const sinceMidnight = (visit: Visit): Visit => ({
    ...visit,
    arrivedMs: visit.arrivedMs - DAY_START_MS,
  });
  const at = (ms: number) => DAY_START_MS + ms - clock.nowMs();

  const visits: Visit[] = [];
  const crowdVisits: Visit[] = [];
  const arrivals = randomOf('arrivals');
  const homes = randomOf('homes');
  if (scenario.hasPeople) {
    for (const arrivalMs of dayOf(settings, arrivals)) {
      if (arrivalMs < (scenario.fromMs ?? 0)) continue;
      const client = clientOf(settings, homes);
      clock.after(at(arrivalMs), async () =>
        sendPerson(parts, client, (visit) => visits.push(sinceMidnight(visit))),
      );
    }
    const strays = newLedger();
    const count = settings.number('people') * settings.number('background-bots');
    const rates = [0.3, 0.1, 0.03] as const;
    for (let n = 0; n < count; n++) {
      const bot: Bot = { client: addressOf(settings, homes), rates, everyMs: 0, most: 1 };
      const arrivalMs = arrivals.float() * DAY_MS;
      if (arrivalMs >= (scenario.fromMs ?? 0)) {
        clock.after(at(arrivalMs), async () => sendBot(parts, bot, strays));
      }
    }
  }
  for (const { fromMs, toMs, count, client } of scenario.crowds ?? []) {
    for (let n = 0; n < count; n++) {
      const own = client ?? clientOf(settings, homes);
      clock.after(at(fromMs + arrivals.float() * (toMs - fromMs)), async () =>
        sendPerson(parts, own, (visit) => crowdVisits.push(sinceMidnight(visit))),
      );
    }
  }

  const ledger = newLedger();
  const ledgers: { atMs: number; ledger: Ledger }[] = [];
  const attacks = scenario.attacks ?? [];
  const mostAttempts = attacks.reduce((sum, attack) => sum + attack.mostAttempts, 0);
  const firstMs = Math.min(...attacks.map(({ fromMs }) => fromMs));
  for (const { fromMs, untilMs, bots } of attacks) {
    const stopping = {
      ...clock,
      after: (delayMs: number, happen: () => Promise<void>) => {
        if (clock.nowMs() + delayMs < DAY_START_MS + untilMs) clock.after(delayMs, happen);
      },
    };
    clock.after(at(fromMs), async () => {
      for (const bot of bots(randomOf('bots'))) {
        sendBot({ ...parts, clock: stopping, random: parts.random }, bot, ledger);
      }
    });
  }
  if (attacks.length > 0) {
    for (let atMs = firstMs; atMs <= scenario.untilMs; atMs += SPAN_MS) {
      clock.after(at(atMs), async () => {
        ledgers.push({ atMs, ledger: { ...ledger } });
      });
    }
  }
  let endedMs = scenario.untilMs;
  await clock.run(DAY_START_MS + scenario.untilMs, () => {
    const isOver = attacks.length > 0 && ledger.attempts >= mostAttempts;
    if (isOver) endedMs = clock.nowMs() - DAY_START_MS;
    return isOver;
  });
  const attackMs =
    attacks.length > 0 ? Math.min(endedMs, ...attacks.map(({ untilMs }) => untilMs)) - firstMs : 0;
  return { visits, crowdVisits, ledger, ledgers, attackMs };
}

/** When the usual visitors of a day come, in milliseconds from midnight. */
function dayOf(settings: Settings, random: Random): number[] {
  const people = settings.number('people');
  const ratio = settings.number('peak-ratio');
  const swing = (ratio - 1) / (ratio + 1);
  const times: number[] = [];
  while (times.length < people) {
    const timeMs = random.float() * DAY_MS;
    const rate = 1 + swing * Math.cos((2 * Math.PI * (timeMs - 15 * HOUR_MS)) / DAY_MS);
    if (random.float() * (1 + swing) < rate) times.push(timeMs);
  }
  return times;
}

/** Where a person comes from. */
function clientOf(settings: Settings, random: Random): Client {
  if (random.float() >= settings.number('shared-share')) return addressOf(settings, random);
  const n = random.int(Math.max(1, settings.number('shared-addresses')));
  return { narrow: `shared-${n}`, wide: `shared-wide-${n}` };
}

/** An address of its own in one of the networks. */
export function addressOf(settings: Settings, random: Random): Client {
  const wide = random.int(Math.max(1, settings.number('wide-nets')));
  return { narrow: `${wide}.${random.int(256)}`, wide: `${wide}` };
}
