import type { Client } from '../../src/abuse/clients.ts';
import type { Random } from '../../src/base/random.ts';
import type { Step } from '../../src/challenge/types.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './options.ts';
import { type Rates, readRates } from './rates.ts';
import type { Challenge, Service } from './service.ts';

/** What one person went through. */
export interface Visit {
  readonly arrivedMs: number;
  /** Challenges that were asked, those left or changed for another one included. */
  readonly challenges: number;
  readonly hardestStep: number;
  /** Seconds beyond what one picture of level 1 takes. */
  readonly extraSeconds: number;
  readonly end: 'through' | 'left' | 'gave up';
  /** How often the service said to come again later. */
  readonly refused: number;
}

/** How people are, by the settings. */
export interface Habits {
  readonly reads: Rates;
  readonly readSeconds: Rates;
  readonly workSeconds: Rates;
  readonly phoneShare: number;
  readonly phoneWorkSeconds: Rates;
  readonly leaves: number;
  readonly refreshes: number;
  readonly patience: number;
}

/** Seconds until somebody sees that a picture is not for them. */
const GLANCE_SECONDS = 3;

/** Nobody waits for longer. */
const LONGEST_WAIT_MS = 60_000;

/** Reads the habits. */
export function habitsOf(settings: Settings): Habits {
  return {
    reads: settings.text('reads') === '' ? readRates().readers : settings.levels('reads'),
    readSeconds: settings.levels('read-seconds'),
    workSeconds: settings.levels('work-seconds'),
    phoneShare: settings.number('phone-share'),
    phoneWorkSeconds: settings.levels('phone-work-seconds'),
    leaves: settings.number('leaves'),
    refreshes: settings.number('refreshes'),
    patience: settings.number('patience'),
  };
}

/** Seconds of proof of work that a step asks of a machine that takes so long for each level. */
export function workOf(step: Step, workSeconds: Rates): number {
  const silent = step.work === 0 ? 0 : (workSeconds[step.work - 1] as number);
  return silent + (step.kind === 'work' ? (workSeconds[step.level - 1] as number) : 0);
}

/** Lets a person arrive now, and tells `done` what became of them. */
export function sendPerson(
  {
    clock,
    service,
    random,
    habits,
  }: { clock: Clock; service: Service; random: Random; habits: Habits },
  client: Client,
  done: (visit: Visit) => void,
): void {
  const arrivedMs = clock.nowMs();
  const hasPhone = random.float() < habits.phoneShare;
  const machine = hasPhone ? habits.phoneWorkSeconds : habits.workSeconds;
  let challenges = 0;
  let hardestStep = 0;
  let refused = 0;

  const end = (how: Visit['end']): void => {
    const tookSeconds = (clock.nowMs() - arrivedMs) / 1000;
    const extraSeconds = how === 'left' ? 0 : Math.max(0, tookSeconds - habits.readSeconds[0]);
    done({ arrivedMs, challenges, hardestStep, extraSeconds, end: how, refused });
  };

  async function ask(): Promise<void> {
    if (challenges >= habits.patience || refused >= habits.patience) return end('gave up');
    const challenge = await service.open(client);
    if (typeof challenge === 'number') {
      refused++;
      clock.after(Math.min(challenge, LONGEST_WAIT_MS), ask);
      return;
    }
    challenges++;
    hardestStep = Math.max(hardestStep, challenge.step);
    const chance = random.float();
    if (chance < habits.leaves) return end('left');
    if (chance < habits.leaves + habits.refreshes) return clock.after(1000 * GLANCE_SECONDS, ask);
    // The proof is made while the person reads.
    const readSeconds =
      challenge.asks.kind === 'work' ? 0 : (habits.readSeconds[challenge.asks.level - 1] as number);
    const workSeconds = workOf(challenge.asks, machine);
    clock.after(1000 * Math.max(readSeconds, workSeconds), () => reply(challenge));
  }

  async function reply(challenge: Challenge): Promise<void> {
    const { kind, level } = challenge.asks;
    const isRight = kind === 'work' || random.float() < (habits.reads[level - 1] as number);
    await service.answer(client, challenge, isRight);
    if (isRight) end('through');
    else await ask();
  }

  clock.after(0, ask);
}
