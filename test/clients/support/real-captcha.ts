import { Redis } from 'ioredis';
import { eventually } from '../../support/ports.ts';
import { SERVER, startRedis } from '../../support/redis-server.ts';
import { startService } from '../../support/service.ts';

/** The service itself, with a real store in which an operator can look. */
export interface RealCaptcha {
  readonly origin: string;
  /** What a person reads in the only picture that is open. */
  answer(): Promise<string>;
  /** What a site's server is told by this `siteverify`. */
  verify(path: string, token: string): Promise<Record<string, unknown>>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const SITE = { SITEKEY: 'test-key', SITE_SECRET: 'a-secret-of-27-characters-x' };

/** Starts Redis and the service, with these settings beside those of a site `test-key`. */
export async function startRealCaptcha(
  env: Readonly<Record<string, string>> = {},
): Promise<RealCaptcha> {
  const redis = await startRedis(String(SERVER));
  const store = new Redis(redis.url);
  const service = await startService({ ...SITE, ...env, STORE_URL: redis.url });
  return {
    origin: service.origin,
    answer: async () => {
      const key = await eventually(async () => (await store.keys('inkblot:open:*'))[0]);
      return JSON.parse(String(await store.get(String(key)))).answer;
    },
    verify: async (path, token) => {
      const body = new URLSearchParams({ secret: SITE.SITE_SECRET, response: token });
      return (await fetch(service.origin + path, { method: 'POST', body })).json() as never;
    },
    reset: async () => {
      await store.flushall();
    },
    stop: async () => {
      await service.stop();
      store.disconnect();
      await redis.stop();
    },
  };
}
