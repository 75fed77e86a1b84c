import type { Redis } from 'ioredis';

/** What a store did since its figures were set to zero. */
export interface StoreReading {
  /** Processor time of its process. */
  readonly cpuMs: number;
  /** How often each command was called, and the microseconds that it took in all. */
  readonly commands: Readonly<Record<string, { readonly calls: number; readonly us: number }>>;
}

/** What a kind of key takes: the text before its first colon. */
export interface KeyReading {
  readonly keys: number;
  /** Bytes times the seconds that they are still kept: at a steady rate, the memory that it takes. */
  readonly byteSeconds: number;
}

/** Looks at a Redis from outside. */
export interface StoreReadings {
  reset(): Promise<void>;
  read(): Promise<StoreReading>;
  /** What all keys with this prefix take. */
  readKeys(prefix: string): Promise<ReadonlyMap<string, KeyReading>>;
}

/** Readings by way of a connection of their own. */
export function createStoreReadings(redis: Redis): StoreReadings {
  let cpuMsBefore = 0;
  const cpuMs = async (): Promise<number> => {
    const info = await redis.info('cpu');
    const seconds = ['used_cpu_user', 'used_cpu_sys'].map((name) =>
      Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]),
    );
    return seconds.reduce((sum, value) => sum + value, 0) * 1000;
  };
  return {
    reset: async () => {
      await redis.config('RESETSTAT');
      cpuMsBefore = await cpuMs();
    },

    read: async () => {
      const used = (await cpuMs()) - cpuMsBefore;
      const lines = (await redis.info('commandstats')).matchAll(
        /^cmdstat_(\S+?):calls=(\d+),usec=(\d+)/gm,
      );
      const commands = [...lines].map(([, name = '', calls, us]) => [
        name,
        { calls: Number(calls), us: Number(us) },
      ]);
      return { cpuMs: used, commands: Object.fromEntries(commands) };
    },

    readKeys: async (prefix) => {
      const readings = new Map<string, KeyReading>();
      for await (const found of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        for (const key of found as string[]) {
          const [bytes, ttlMs] = await Promise.all([redis.memory('USAGE', key), redis.pttl(key)]);
          if (bytes === null || ttlMs < 0) continue;
          const [name = ''] = key.slice(prefix.length).split(':');
          const before = readings.get(name) ?? { keys: 0, byteSeconds: 0 };
          readings.set(name, {
            keys: before.keys + 1,
            byteSeconds: before.byteSeconds + (bytes * ttlMs) / 1000,
          });
        }
      }
      return readings;
    },
  };
}
