import { type Client, ROTATE_MS } from '../../src/abuse/clients.ts';
import { createDifficulty } from '../../src/abuse/difficulty.ts';
import type { Step } from '../../src/challenge/types.ts';
import { parseLadder } from '../../src/config/ladder.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Settings } from './options.ts';

/** A challenge as a visitor meets it. */
export interface Challenge {
  readonly step: number;
  readonly asks: Step;
  readonly openedMs: number;
}

/** The service: its own code for the difficulty and its own store, on simulated time. */
export interface Service {
  /** A challenge, or in how many milliseconds to come again. */
  open(client: Client): Promise<Challenge | number>;
  answer(client: Client, challenge: Challenge, isRight: boolean): Promise<void>;
}

const SITEKEY = 'forum';

/** With the ladder and limits, or with the first step for everybody and neither. */
export function createService(
  settings: Settings,
  nowMs: () => number,
  hasLadder: boolean,
): Service {
  const ladder = parseLadder(settings.text('ladder'));
  const first = ladder[0];
  if (!hasLadder) {
    return {
      open: async () => ({ step: 0, asks: first, openedMs: nowMs() }),
      answer: async () => {},
    };
  }
  const store = createMemoryStore({ maxEntries: 1e7, maxBytes: 1e10, nowMs });
  const load = settings.number('load');
  const difficulty = createDifficulty({ store, nowMs, load: () => load });
  const most = settings.number('limit');
  const windowMs = 1000 * settings.number('limit-seconds');
  /** Names are new at midnight, and with them every record is clean. */
  const today = ({ narrow, wide }: Client): Client => {
    const day = Math.floor(nowMs() / ROTATE_MS);
    return { narrow: `${day}-${narrow}`, wide: `${day}-${wide}` };
  };
  const limits = (client: Client) => [
    { key: `ln:${client.narrow}`, most },
    { key: `lw:${client.wide}`, most: most * settings.number('limit-wide-factor') },
  ];

  return {
    open: async (visitor) => {
      const client = today(visitor);
      for (const { key, most } of limits(client)) {
        if (most === 0) break;
        const { count, resetMs } = await store.increment(key, windowMs);
        if (count > most) return resetMs;
      }
      const openedMs = nowMs();
      const choice = await difficulty.choose(client, SITEKEY, ladder.length);
      if ('refusedMs' in choice) return choice.refusedMs;
      const { step } = choice;
      return { step, asks: ladder[step] as Step, openedMs };
    },
    answer: (client, { openedMs }, isRight) =>
      isRight
        ? difficulty.solved(today(client), SITEKEY, openedMs)
        : difficulty.failed(today(client), SITEKEY, openedMs),
  };
}
