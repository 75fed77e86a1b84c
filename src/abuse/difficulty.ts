import { type Store, StoreError } from '../store/store.ts';
import type { Client } from './clients.ts';
import type { AbuseEvent } from './events.ts';
import { createRefusals } from './refusals.ts';
import { chooseStep, type Evidence, isRefused, VOTES } from './suspicion.ts';
import { type Happening, TALLY_LIMIT, type Tally } from './tally.ts';
import { createWindow, type Reading, type WindowShape } from './windows.ts';

/** What the difficulty is chosen with. */
export interface DifficultyOptions {
  readonly store: Pick<Store, 'increment' | 'get'>;
  /** How long a challenge can be answered; by default two minutes. */
  readonly challengeTtlMs?: number;
  /** The wall clock, in milliseconds: replicas must roughly agree on it. */
  readonly nowMs: () => number;
  /** How much of the service is in use, from 0 to 1. */
  readonly load?: () => number;
  /** Is told of each choice. */
  readonly observe?: (event: AbuseEvent) => void;
}

/** What a client is to meet: a step of the ladder, or nothing for so many milliseconds, at least 1. */
export type Choice = { readonly step: number } | { readonly refusedMs: number };

/**
 * Chooses steps, and hears what came of them. Everything rejects with a StoreError while the store is
 * unavailable. One that is full keeps no account of new addresses: they meet what the others at their
 * network and at the site have earned them, and the second step at least, because somebody with very many
 * addresses may be making it full.
 */
export interface Difficulty {
  /**
   * Counts a challenge that is opened for this client at this site, another one in place of one that
   * was given up included, and tells the step it is to have: 0 to `steps` - 1. An address that
   * only fails is refused instead: nothing is counted, and after that time it is let in, if nobody has
   * failed there meanwhile; it may be let in earlier.
   */
  choose(client: Client, sitekey: string, steps: number): Promise<Choice>;
  /** A challenge opened at `openedMs` was solved: for the client who answered. */
  solved(client: Client, sitekey: string, openedMs: number): Promise<void>;
  /** It was answered wrongly. Not for an answer without its proof of work: failing must cost, too. */
  failed(client: Client, sitekey: string, openedMs: number): Promise<void>;
}

const MINUTE_MS = 60_000;

/**
 * An address: half as much after two hours, nothing after six. Long enough that waiting is no way to
 * new easy challenges: on average 1.4 buckets count, so a program that reads 30 % and stays below two
 * failures more than solving makes up for (0.7 - 0.3 / 4 an attempt) has 27 attempts a day. Short enough
 * that an address that changes hands overnight comes clean.
 */
const NARROW: WindowShape = { name: 'dn', bucketMs: 120 * MINUTE_MS, previous: 2 };

/** Challenges of the last one to two of these may still be answered: half the time that they have. */
function waitingShape(challengeTtlMs: number): WindowShape {
  return { name: 'dp', bucketMs: Math.max(MINUTE_MS, challengeTtlMs / 2), previous: 1 };
}

/** Neighbours and sites: half after half an hour, nothing after an hour. People pay for others here. */
const WIDE: WindowShape = { name: 'dw', bucketMs: 30 * MINUTE_MS, previous: 1 };
const SITE: WindowShape = { name: 'ds', bucketMs: 30 * MINUTE_MS, previous: 1 };

/**
 * How exactly the end of a refusal is told, and how long one is believed without another look: somebody
 * at the address may have solved what he had open. In five minutes 0.5 of 16 fade, so whoever waits
 * for the end has an attempt then, or two.
 */
const REFUSAL_UNIT_MS = 5 * MINUTE_MS;

/**
 * Creates the choice of difficulty. Opening takes two round trips to the store at most, the second for
 * the first challenges of an address and the first of a refusal alone; so does an answer. A refusal
 * that this process has told is told again without the store.
 */
export function createDifficulty(options: DifficultyOptions): Difficulty {
  const { store, nowMs, load = () => 0, observe } = options;
  const narrow = createWindow(store, NARROW, nowMs);
  const latest = createWindow(store, waitingShape(options.challengeTtlMs ?? 0), nowMs);
  const wide = createWindow(store, WIDE, nowMs);
  const site = createWindow(store, SITE, nowMs);
  const refusals = createRefusals(REFUSAL_UNIT_MS, nowMs);

  /** Lets the site and the neighbours know of the first few things an address does. */
  async function vote(
    voices: number,
    seen: Tally,
    { wide: id }: Client,
    sitekey: string,
    happening: Happening,
    openedMs: number,
  ): Promise<void> {
    // A bucket that is full is a large enough sample.
    if (voices > VOTES || seen.opened >= TALLY_LIMIT) return;
    await Promise.all([wide.add(id, happening, openedMs), site.add(sitekey, happening, openedMs)]);
  }

  async function answered(
    happening: 'solved' | 'failed',
    client: Client,
    sitekey: string,
    openedMs: number,
  ): Promise<void> {
    const [{ solved, failed }, seen] = await Promise.all([
      narrow.add(ownName(client, sitekey), happening, openedMs),
      site.bucketAt(sitekey, openedMs),
    ]);
    await vote(solved + failed, seen, client, sitekey, happening, openedMs);
  }

  async function open(client: Client, sitekey: string, steps: number): Promise<Choice> {
    const own = ownName(client, sitekey);
    const name = `${steps}:${own}`;
    const knownMs = refusals.leftMs(name);
    if (knownMs > 0) return { refusedMs: knownMs };
    const openedMs = nowMs();
    const [record, fresh, neighbours, everybody] = await Promise.all([
      narrow.open(own),
      latest.open(own),
      wide.read(client.wide),
      site.read(sitekey),
    ]);
    const recent = [fresh.bucket, ...fresh.raw].reduce((sum, { opened }) => sum + opened, 0);
    const refusedMs = refusalOf(record, recent, steps);
    if (refusedMs > 0) {
      refusals.add(name, refusedMs);
      await Promise.all([narrow.unopen(own, openedMs), latest.unopen(own, openedMs)]);
      return { refusedMs };
    }
    await vote(record.bucket.opened, everybody.bucket, client, sitekey, 'opened', openedMs);
    const unanswered = unansweredOf(record.all);
    const step = chooseStep(
      {
        narrow: evidence(record.all, unanswered - recent),
        // Without the one that is being opened.
        waiting: Math.max(0, Math.min(unanswered, recent) - 1),
        wide: othersEvidence(neighbours),
        site: othersEvidence(everybody),
        load: load(),
      },
      steps,
    );
    return { step };
  }

  /** The step of an address of which no account can be kept. */
  async function unknownClient(client: Client, sitekey: string, steps: number): Promise<Choice> {
    const [neighbours, everybody] = await Promise.all([wide.read(client.wide), site.read(sitekey)]);
    const others = chooseStep(
      {
        narrow: NOTHING,
        waiting: 0,
        wide: othersEvidence(neighbours),
        site: othersEvidence(everybody),
        load: load(),
      },
      steps,
    );
    return { step: Math.min(steps - 1, Math.max(1, others)) };
  }

  return {
    choose: async (client, sitekey, steps) => {
      const choice = await open(client, sitekey, steps).catch((error: unknown) => {
        if (!isFull(error)) throw error;
        return unknownClient(client, sitekey, steps);
      });
      if ('step' in choice) observe?.({ type: 'stepped', sitekey, step: choice.step });
      else observe?.({ type: 'turned-away', sitekey });
      return choice;
    },
    solved: (client, sitekey, openedMs) =>
      answered('solved', client, sitekey, openedMs).catch(ignoreFull),
    failed: (client, sitekey, openedMs) =>
      answered('failed', client, sitekey, openedMs).catch(ignoreFull),
  };
}

/**
 * In how many milliseconds an address is no longer refused, if nothing happens there until then and what
 * still waits for an answer is worth none; 0 for one that is not.
 */
function refusalOf(own: Reading, recent: number, steps: number): number {
  // Ends, because in the end nothing is left.
  for (let afterMs = 0; ; afterMs += REFUSAL_UNIT_MS) {
    const tally = own.later(afterMs);
    if (!isRefused(evidence(tally, unansweredOf(tally) - recent), steps)) return afterMs;
  }
}

/** Of many addresses only earlier buckets tell what was left: in the current one many still read. */
function othersEvidence({ all, earlier }: Reading): Evidence {
  return evidence(all, unansweredOf(earlier));
}

function evidence({ solved, failed }: Tally, unanswered: number): Evidence {
  return { solved, failed, unanswered: Math.max(0, unanswered) };
}

function unansweredOf({ opened, solved, failed }: Tally): number {
  return opened - solved - failed;
}

const NOTHING: Evidence = { solved: 0, failed: 0, unanswered: 0 };

/**
 * What an address does is held against it at that site alone: otherwise one that fails here could buy
 * trust at another site of the same service that asks for less.
 */
function ownName({ narrow }: Client, sitekey: string): string {
  return `${narrow}:${sitekey}`;
}

function isFull(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'full';
}

/** What there is no room for is not counted. */
function ignoreFull(error: unknown): void {
  if (!isFull(error)) throw error;
}
