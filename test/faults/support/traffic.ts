import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Puzzle } from '../../../src/challenge/work/puzzles.ts';
import { createSearch } from '../../../widget/work/search.ts';
import { createWasmBlowfish } from '../../../widget/work/wasm.ts';
import { createAsking, json, type Question, type Reply } from './asking.ts';
import type { ChallengeEntry, Ledger } from './ledger.ts';

export const SITEKEY = 'forum';
export const SITE_SECRET = 'a-secret-of-27-characters-x';

/** What traffic needs to know. */
export interface TrafficOptions {
  /** The replicas that there are at the moment. */
  readonly origins: () => readonly string[];
  /** What a person reads in a picture; undefined if nobody can look it up now. */
  readonly readPicture: (key: string) => Promise<string | undefined>;
  readonly ledger: Ledger;
  readonly visitors: number;
  /** Resolves when the next visitor may come; by default each comes when the one before has left. */
  readonly pace?: () => Promise<unknown>;
}

/** Visitors and sites at work. */
export interface Traffic {
  /** Every answer that was had, without its body. */
  readonly replies: Reply[];
  /** Resolves when the last visitor has left. */
  stop(): Promise<void>;
  /**
   * Asks once more for everything: what was accepted must not be accepted again, and with `survived` every
   * token that was not redeemed must be good. Of much, the newest. Resolves with what is wrong.
   */
  audit(survived: boolean): Promise<string[]>;
  close(): void;
}

type Opened = { id: string; work: Puzzle };
type Answered = { solved: boolean; token: string; expiresInMs: number; validation: boolean };

/** How long somebody thinks between two steps. */
const THINK_MS = 25;

/** What a long run has made is not asked for once more in full. */
const MOST_AUDITED = 2000;

const NOTHING = Buffer.alloc(0);

/** One visitor in so many brings work: it takes a tenth of a second of this machine. */
const WORK_ONE_IN = 12;

export function startTraffic(options: TrafficOptions): Traffic {
  const { origins, readPicture, ledger } = options;
  const asking = createAsking();
  const replies: Reply[] = [];
  const rights = new Map<string, { entry: ChallengeEntry['kind']; question: Question }>();
  const redeemed = new Map<string, Question>();
  let isOver = false;
  let next = 0;
  const visitors = Array.from({ length: options.visitors }, visit);

  /** Asks one of the replicas, and another one if nobody listens there, as a load balancer does. */
  async function ask(question: Question): Promise<Reply> {
    const there = origins();
    let reply: Reply | undefined;
    const first = next++;
    for (let n = 0; n < there.length; n++) {
      reply = await asking.ask(there[(first + n) % there.length] as string, question);
      if (reply.code !== 'ECONNREFUSED') break;
    }
    if (!reply) throw new Error('there is no replica');
    replies.push({ ...reply, body: NOTHING, headers: {} });
    return reply;
  }

  async function visit(): Promise<void> {
    while (!isOver) {
      const from = `10.${byte()}.${byte()}.${byte()}`;
      if (chance(1 / WORK_ONE_IN)) await solveWork(from);
      else if (chance(0.5)) await readClassic(from);
      else await readChallenge(from);
      await (options.pace?.() ?? sleep(THINK_MS * Math.random() * 2));
    }
  }

  async function readClassic(from: string): Promise<void> {
    const { status, headers } = await ask({ route: 'classic', path: '/', from });
    if (status !== 200) return;
    const uuid = String(headers['captcha_uuid']);
    ledger.issued(uuid, 'classic');
    const right = await readPicture(`challenge:${uuid}`);
    const isRight = right !== undefined && chance(0.75);
    const path = `/${uuid}/${isRight ? right : 'WRONG'}`;
    await answer(uuid, 'classic', isRight, { route: 'classic-check', path, from });
  }

  async function readChallenge(from: string): Promise<void> {
    const opened = await open('picture', from);
    if (!opened) return;
    const { id } = opened;
    if (chance(0.3)) await ask({ route: 'media', path: `/v1/challenges/${id}/media`, from });
    const right = await readPicture(`open:${id}`);
    const isRight = right !== undefined && chance(0.75);
    const body = { answer: isRight ? right : 'WRONG' };
    const path = `/v1/challenges/${id}/answer`;
    await answer(id, 'picture', isRight, { route: 'answer', path, body, from });
  }

  async function solveWork(from: string): Promise<void> {
    const opened = await open('work', from);
    if (!opened) return;
    const { id, work } = opened;
    const search = createSearch(work, createWasmBlowfish());
    let solution: string | undefined;
    while (solution === undefined) {
      solution = search.step();
      await turn();
    }
    const path = `/v1/challenges/${id}/answer`;
    await answer(id, 'work', true, { route: 'answer', path, body: { work: solution }, from });
  }

  async function open(kind: 'picture' | 'work', from: string): Promise<Opened | undefined> {
    const body = { sitekey: SITEKEY, kind };
    const reply = await ask({ route: 'open', path: '/v1/challenges', body, from });
    if (reply.status !== 201) return undefined;
    const opened = json<Opened>(reply.body) as Opened;
    ledger.issued(opened.id, kind);
    return opened;
  }

  /** Sends an answer, mostly once; the other times at once through several replicas. */
  async function answer(
    id: string,
    kind: ChallengeEntry['kind'],
    isRight: boolean,
    question: Question,
  ): Promise<void> {
    const times = chance(0.8) ? 1 : 3;
    if (isRight) rights.set(id, { entry: kind, question });
    const tokens = new Set<string>();
    await Promise.all(
      Array.from({ length: times }, async () => {
        const token = note(id, isRight, await ask(question));
        if (token) tokens.add(token);
      }),
    );
    for (const token of tokens) await redeem(token, question.from);
  }

  /** Enters an answer into the ledger, and tells the token if there is one. */
  function note(id: string, isRight: boolean, reply: Reply): string | undefined {
    if (reply.status !== 200) return undefined;
    const { solved, validation, token, expiresInMs } = json<Answered>(reply.body);
    if (validation) ledger.accepted(id, isRight, `valid ${reply.atMs} ${Math.random()}`);
    if (!solved || !token || !expiresInMs) return undefined;
    ledger.accepted(id, isRight, token);
    ledger.token(token, expiresInMs);
    return token;
  }

  /** A site asks, now and then twice at once; a third of the forms is never sent. */
  async function redeem(token: string, from: string): Promise<void> {
    if (chance(0.33)) return;
    await sleep(THINK_MS * Math.random() * 4);
    const body = { secret: SITE_SECRET, response: token };
    const question = { route: 'siteverify', path: '/v1/siteverify', body, from };
    const times = chance(0.8) ? 1 : 3;
    await Promise.all(Array.from({ length: times }, () => redeemOnce(token, question)));
  }

  async function redeemOnce(token: string, question: Question): Promise<boolean> {
    const entry = ledger.tokens.get(token);
    const { status, body } = await ask(question);
    if (!entry) return false;
    if (status === 0) entry.unknown++;
    const success = status === 200 && json<{ success: boolean }>(body).success === true;
    if (success) entry.redeemed++;
    if (success) redeemed.set(token, question);
    return success;
  }

  async function audit(survived: boolean): Promise<string[]> {
    const wrong: string[] = [];
    let lost = 0;
    const unredeemed = [...ledger.tokens.values()]
      .filter((entry) => entry.redeemed === 0)
      .slice(-MOST_AUDITED);
    const again = [...redeemed].slice(-MOST_AUDITED);
    await inParts(unredeemed, async ({ text, unknown, expiresMs }) => {
      const body = { secret: SITE_SECRET, response: text };
      const question = { route: 'siteverify', path: '/v1/siteverify', body, from: '10.0.0.1' };
      let isGood = await redeemOnce(text, question);
      // Not decided is not lost.
      for (let n = 0; n < 5 && !isGood && replies.at(-1)?.status !== 200; n++) {
        await sleep(500);
        isGood = await redeemOnce(text, question);
      }
      if (!isGood && survived && unknown === 0 && performance.now() < expiresMs) lost++;
    });
    if (lost > 0) wrong.push(`${lost} of ${ledger.tokens.size} tokens were lost`);
    await inParts(again, ([token, question]) => redeemOnce(token, question));
    await inParts([...rights].slice(-MOST_AUDITED), async ([id, { question }]) => {
      note(id, true, await ask(question));
    });
    return [...wrong, ...ledger.violations()];
  }

  return {
    replies,
    stop: async () => {
      isOver = true;
      await Promise.all(visitors);
    },
    audit,
    close: asking.close,
  };
}

async function inParts<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += 20) await Promise.all(all.slice(at, at + 20).map(act));
}

const chance = (share: number) => Math.random() < share;
const byte = () => Math.floor(Math.random() * 256);
