import { afterAll, beforeAll } from 'vitest';
import type { Puzzle } from '../../../src/challenge/work/puzzles.ts';
import { solveWork } from '../solve-work.ts';
import { startInkblot } from './inkblot.ts';

/** The site that a real service serves. */
export const SITEKEY = 'test-key';
export const SITE_SECRET = 'a-secret-of-27-characters-x';

/** What a page asks for beside its sitekey. */
type Wish = Readonly<{ action?: string; scored?: boolean }>;

/** The service with a real store, in which an operator can look. */
export interface RealService {
  readonly origin: string;
  /** What a person reads in the picture of an open challenge. */
  answerTo(challengeId: string): Promise<string>;
  /** What a person reads in the only picture that is open, or nothing yet. */
  answer(): Promise<string | undefined>;
  /** A token, as a page on this host gets it when its visitor has solved a picture. */
  solve(host: string, wish?: Wish): Promise<string>;
  /** What the site's server is told by this `siteverify`. */
  verify(path: string, token: string): Promise<Record<string, unknown>>;
  /** Forgets everything that is kept. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Redis and the service, with these settings beside those of its site. */
export async function startRealService(
  env: Readonly<Record<string, string>> = {},
): Promise<RealService> {
  // Tests answer faster than any person, which would be held against them.
  const inkblot = await startInkblot({ SITEKEY, SITE_SECRET, LEAST_SOLVE_MS: '0', ...env });

  async function post(host: string, path: string, body: object): Promise<Record<string, string>> {
    const response = await fetch(`${inkblot.origin}/v1/challenges${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://${host}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  }

  return {
    origin: inkblot.origin,
    answerTo: inkblot.answerOfOpen,
    answer: async () => {
      const [id] = await inkblot.openIds();
      return id === undefined ? undefined : inkblot.answerOfOpen(id);
    },
    solve: async (host, wish = {}) => {
      const challenge = (await post(host, '', { sitekey: SITEKEY, ...wish })) as unknown as {
        readonly id: string;
        readonly work?: Puzzle;
      };
      const { id, work } = challenge;
      const { token } = await post(host, `/${id}/answer`, {
        answer: await inkblot.answerOfOpen(id),
        ...(work && { work: solveWork(work) }),
      });
      return String(token);
    },
    verify: async (path, token) => {
      const body = new URLSearchParams({ secret: SITE_SECRET, response: token });
      const response = await fetch(inkblot.origin + path, { method: 'POST', body });
      return (await response.json()) as Record<string, unknown>;
    },
    reset: inkblot.forgetAll,
    stop: async () => {
      await inkblot.stop();
    },
  };
}

/** Runs one for the group of tests it is called in. */
export function useRealService(env: Readonly<Record<string, string>> = {}): RealService {
  let running: RealService | undefined;
  beforeAll(async () => {
    running = await startRealService(env);
  });
  afterAll(() => running?.stop());
  const service = () => {
    if (running === undefined) throw new Error('the service is there inside of tests only');
    return running;
  };
  return {
    get origin() {
      return service().origin;
    },
    answerTo: (id) => service().answerTo(id),
    answer: () => service().answer(),
    solve: (host, wish) => service().solve(host, wish),
    verify: (path, token) => service().verify(path, token),
    reset: () => service().reset(),
    stop: () => service().stop(),
  };
}
