import { Redis } from 'ioredis';
import { SERVER, startRedis } from './redis-server.ts';
import { type RunningService, startService } from './service.ts';

/** Inkblot with a Redis of its own, and what its operator can look up there. */
export interface Inkblot extends RunningService {
  /** The text of an outstanding captcha. */
  answerOf(uuid: string): Promise<string>;
  /** The same for an open challenge of the JSON API. */
  answerOfOpen(id: string): Promise<string>;
  /** The challenges of the JSON API that are open. */
  openIds(): Promise<string[]>;
  /** Forgets everything that is kept. */
  forgetAll(): Promise<void>;
  /** Ends Redis alone, as a crash would. */
  stopRedis(): Promise<void>;
}

/** Starts both. Needs {@link SERVER}. */
export async function startInkblot(env: Readonly<Record<string, string>> = {}): Promise<Inkblot> {
  const redis = await startRedis(SERVER as string);
  const operator = new Redis(redis.port);
  operator.on('error', () => {});
  const service = await startService({ STORE_URL: redis.url, ...env });
  return {
    ...service,
    answerOf: async (uuid) => {
      const value = await operator.get(`inkblot:challenge:${uuid}`);
      if (!value) throw new Error(`no answer is kept for ${uuid}`);
      return value.split(':')[1] as string;
    },
    answerOfOpen: async (id) => {
      const value = await operator.get(`inkblot:open:${id}`);
      if (!value) throw new Error(`no challenge is open as ${id}`);
      return (JSON.parse(value) as { answer: string }).answer;
    },
    openIds: async () => {
      const keys = await operator.keys('inkblot:open:*');
      return keys.map((key) => key.slice('inkblot:open:'.length));
    },
    forgetAll: async () => {
      await operator.flushall();
    },
    stopRedis: redis.stop,
    stop: async (signal) => {
      const code = await service.stop(signal);
      operator.disconnect();
      await redis.stop();
      return code;
    },
  };
}
