import type { Client } from '../../src/abuse/clients.ts';
import type { Random } from '../../src/base/random.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './options.ts';
import { workOf } from './people.ts';
import { type Rates, readRates } from './rates.ts';
import type { Service } from './service.ts';

/** What an attack has cost so far, and what it has brought. */
export interface Ledger {
  attempts: number;
  accounts: number;
  cpuSeconds: number;
  /** How many times an address was left for a fresh one. */
  moves: number;
  refused: number;
}

/** A program behind one address. */
export interface Bot {
  readonly client: Client;
  /** What it reads of levels 1, 2 and 3. */
  readonly rates: Rates;
  /** Milliseconds from one attempt to the next on average; 0 is one after the other. */
  readonly everyMs: number;
  /** After how many attempts it ends. */
  readonly most: number;
  /** A fresh address, for a bot that leaves its own when it is refused. Others wait, and try again. */
  readonly moveTo?: () => Client;
}

/** What attempts cost, by the settings. */
export interface BotCosts {
  readonly workSeconds: Rates;
  readonly solverSeconds: number;
  readonly roundTripSeconds: number;
  readonly confidence: number;
}

/** Reads the costs. */
export function costsOf(settings: Settings): BotCosts {
  return {
    workSeconds: settings.levels('work-seconds'),
    solverSeconds: settings.number('solver-seconds'),
    roundTripSeconds: settings.number('round-trip-seconds'),
    confidence: settings.number('confidence'),
  };
}

/** An empty ledger. */
export function newLedger(): Ledger {
  return { attempts: 0, accounts: 0, cpuSeconds: 0, moves: 0, refused: 0 };
}

/** What a solver reads that reads `solve-rate` of level 1, and at the others as the settings say. */
export function solverRates(settings: Settings): Rates {
  const rate = settings.number('solve-rate');
  const [second, third] =
    settings.text('decline') === '' ? publishedDecline() : settings.numbers('decline');
  return [rate, rate * (second ?? 1), rate * (third ?? second ?? 1)];
}

/** What the best free solver of each level reads, as a share of level 1. */
function publishedDecline(): readonly [number, number] {
  const free = Object.entries(readRates().solvers).filter(([name]) => name !== 'trained network');
  const best = (at: 0 | 1 | 2) => Math.max(...free.map(([, rates]) => rates[at]));
  return [best(1) / best(0), best(2) / best(0)];
}

/** The solvers of a mixture such as `a:2,b:1`, each as often as it says. Throws an Error for others. */
export function mixedRates(mix: string): readonly Rates[] {
  const { solvers } = readRates();
  return mix.split(',').flatMap((part) => {
    const [name = '', count = '1'] = part.split(':');
    const rates = solvers[name.trim()];
    if (!rates) throw new Error(`--mix knows ${Object.keys(solvers).join(', ')}: not "${name}"`);
    return Array.from({ length: Number(count) }, () => rates);
  });
}

/** Sets a bot to work, from now until the clock stops. */
export function sendBot(
  {
    clock,
    service,
    random,
    costs,
  }: { clock: Clock; service: Service; random: Random; costs: BotCosts },
  { client: first, rates, everyMs, most, moveTo }: Bot,
  ledger: Ledger,
): void {
  let client = first;
  let done = 0;

  /** At random, as many as come at any other time: a programmer's timer would be easier to find. */
  const pauseMs = () => (everyMs === 0 ? 0 : -everyMs * Math.log(1 - random.float()));

  async function attempt(): Promise<void> {
    if (done >= most) return;
    done++;
    const challenge = await service.open(client);
    if (typeof challenge === 'number') {
      ledger.refused++;
      done--;
      if (moveTo) {
        client = moveTo();
        ledger.moves++;
        clock.after(1000 * costs.roundTripSeconds, attempt);
        return;
      }
      clock.after(Math.max(challenge, pauseMs()), attempt);
      return;
    }
    const { asks } = challenge;
    const isRight = asks.kind === 'work' || random.float() < (rates[asks.level - 1] as number);
    const isAnswered = isRight || random.float() >= costs.confidence;
    const readSeconds = asks.kind === 'work' ? 0 : costs.solverSeconds;
    const cpuSeconds = readSeconds + (isAnswered ? workOf(asks, costs.workSeconds) : 0);
    const tookSeconds = cpuSeconds + costs.roundTripSeconds;
    ledger.attempts++;
    ledger.cpuSeconds += cpuSeconds;
    clock.after(1000 * tookSeconds, async () => {
      if (isAnswered) await service.answer(client, challenge, isRight);
      if (isRight) ledger.accounts++;
      clock.after(pauseMs(), attempt);
    });
  }

  clock.after(everyMs === 0 ? random.float() * 1000 : pauseMs(), attempt);
}
