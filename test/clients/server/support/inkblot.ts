import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { type RedisServer, SERVER, startRedis } from '../../../support/redis-server.ts';
import { type RunningService, startService } from '../../../support/service.ts';

/** The site that all clients in this folder act for. */
export const SITEKEY = 'client';
export const SECRET = 'a-secret-of-27-characters-x';

/** What a page asks for beside its sitekey. */
type Wish = Readonly<{ action?: string; scored?: boolean }>;

/** A service with its store, for a group of tests. */
export interface Inkblot {
  readonly origin: string;
  /** What a person reads in the picture of an open challenge: the operator can look it up. */
  answerTo(id: string): Promise<string>;
  /** A token, as a page on this host gets it when its visitor has solved a picture. */
  solve(host: string, wish?: Wish): Promise<string>;
}

/** Runs the service and a real Redis for the group of tests it is called in. */
export function useInkblot(): Inkblot {
  let redis: RedisServer;
  let store: Redis;
  let service: RunningService;

  beforeAll(async () => {
    redis = await startRedis(String(SERVER));
    store = new Redis(redis.url);
    service = await startService({ SITEKEY, SITE_SECRET: SECRET, STORE_URL: redis.url });
  });
  afterAll(async () => {
    await service?.stop();
    store?.disconnect();
    await redis?.stop();
  });

  async function answerTo(id: string): Promise<string> {
    const open = await store.get(`inkblot:open:${id}`);
    if (open === null) throw new Error(`no open challenge ${id}`);
    return (JSON.parse(open) as { answer: string }).answer;
  }

  return {
    get origin() {
      return service.origin;
    },
    answerTo,
    solve: async (host, wish = {}) => {
      const post = async (path: string, body: object): Promise<Record<string, string>> => {
        const response = await fetch(`${service.origin}/v1/challenges${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: `http://${host}` },
          body: JSON.stringify(body),
        });
        if (!response.ok) throw new Error(`${path} ${response.status}: ${await response.text()}`);
        return (await response.json()) as Record<string, string>;
      };
      const { id = '' } = await post('', { sitekey: SITEKEY, ...wish });
      const { token } = await post(`/${id}/answer`, { answer: await answerTo(id) });
      if (!token) throw new Error('the right answer got no token');
      return token;
    },
  };
}
