import { createKeys } from '../../src/base/keys.ts';
import { createSystemRandom } from '../../src/base/random.ts';
import { createSites, type Site } from '../../src/challenge/sites.ts';
import { createServices, type Services } from '../../src/compose/services.ts';
import type { Store } from '../../src/store/store.ts';
import { TEST_SITE } from '../support/http/app.ts';
import { createTestKinds, SETTINGS } from '../support/services.ts';
import { ACCEPTED_KEYS, CHALLENGE_TTL_MS, type Model, TOKEN_TTL_MS } from './model.ts';

/** A store whose time the test lets pass. */
export interface StoreWithTime {
  readonly store: Store;
  /** Lets so much of the store's time pass. */
  pass(ms: number): Promise<void>;
  /** Loses everything, as a restart without persistence does. */
  forget(): Promise<void>;
}

/** Two replicas of the service that share a store and a wall clock, and what an operator can look up. */
export interface Real {
  readonly site: Site;
  /** One of the replicas, in turn. */
  next(): Services;
  /** Both, for what happens at the same time. */
  both(): readonly [Services, Services];
  /** What the store was told to keep under this key. */
  kept(key: string): string | undefined;
  /** The solution of the puzzle that was made last. */
  solution(): string;
  rotateKeys(): void;
  readonly time: StoreWithTime;
}

const kinds = createTestKinds();

/** The services as they are in production. Nothing is drawn: nobody looks. */
export function createReal(time: StoreWithTime, model: Model): Real {
  const told = new Map<string, string>();
  const sites = createSites([TEST_SITE]);
  const store: Store = {
    ...time.store,
    set: (key, value, ttlMs) => {
      told.set(key, value);
      return time.store.set(key, value, ttlMs);
    },
  };
  let solution = '';
  let turn = 0;
  let replicas = start();

  function start(): readonly [Services, Services] {
    const secrets = Array.from({ length: ACCEPTED_KEYS }, (_, age) => secretOf(model.key - age));
    const keys = createKeys(secrets[0] as string, secrets.slice(1));
    const replica = () =>
      createServices({
        store,
        render: async (job) => {
          // To hash what is to be found takes a thousandth of the time that it takes to find it.
          if (job.kind === 'puzzle') solution = job.texts.join('.');
          return { type: 'image/png', bytes: new Uint8Array() };
        },
        renderWhenIdle: () => Promise.reject(new Error('nothing is made ahead of need')),
        kinds,
        sites,
        random: createSystemRandom(),
        keys,
        ...SETTINGS,
        challengeTtlMs: CHALLENGE_TTL_MS,
        tokenTtlMs: TOKEN_TTL_MS,
        leastSolveMs: 0,
        nowMs: () => EPOCH_MS + model.wallMs,
      });
    return [replica(), replica()];
  }

  return {
    site: sites.find(TEST_SITE.sitekey) as Site,
    next: () => replicas[turn++ % 2] as Services,
    both: () => replicas,
    solution: () => solution,
    kept: (key) => told.get(key),
    rotateKeys: () => {
      replicas = start();
    },
    time,
  };
}

/** Any day of which the test begins, so that no time is negative. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

function secretOf(number: number): string {
  return `key number ${number} `.padEnd(32, '.');
}
