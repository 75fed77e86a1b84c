import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/processes/redis-server.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

describeWith({ 'redis-server or valkey-server': SERVER }, 'the service when Redis', () => {
  let redis: RedisServer;
  let service: RunningService;
  beforeEach(async () => {
    redis = await startRedis(SERVER as string);
  });
  afterEach(async () => {
    await service.stop('SIGKILL');
    await redis.stop();
  });
  const status = async (path: string) => {
    const response = await fetch(service.origin + path);
    await response.arrayBuffer();
    return response.status;
  };

  it('is absent at the start is alive and not ready, then ready', async () => {
    await redis.stop();
    service = await startService({ STORE_URL: redis.url });
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(503);
    expect(await status('/')).toBe(503);
    await redis.start();
    await eventually(async () => (await status('/readyz')) === 200);
    expect(await status('/')).toBe(200);
  });

  it('goes and comes back under load answers 200 or 503 in time, and recovers', async () => {
    service = await startService({ STORE_URL: redis.url });
    await eventually(async () => (await status('/readyz')) === 200);
    const seen = new Map<number, number>();
    let slowestMs = 0;
    let running = true;
    const client = async () => {
      while (running) {
        const startedMs = performance.now();
        const code = await status('/');
        slowestMs = Math.max(slowestMs, performance.now() - startedMs);
        seen.set(code, (seen.get(code) ?? 0) + 1);
        await sleep(1);
      }
    };
    const clients = Promise.all(Array.from({ length: 10 }, client));
    await eventually(async () => (seen.get(200) ?? 0) > 50);
    await redis.stop();
    await eventually(async () => (seen.get(503) ?? 0) > 50);
    await redis.start();
    const backMs = performance.now();
    await eventually(async () => (await status('/')) === 200);
    const recoveredMs = performance.now() - backMs;
    running = false;
    await clients;
    expect([...seen.keys()].sort()).toEqual([200, 503]);
    // Far above what is measured (tens of milliseconds): the point is that nothing waits for Redis.
    expect(slowestMs).toBeLessThan(5000);
    expect(recoveredMs).toBeLessThan(5000);
    // Connected, lost, connected: not a line for each attempt to reconnect. Lines are written together,
    // and the last ones at the end.
    expect(await service.stop()).toBe(0);
    const told = () => service.output.filter((line) => /store (connected|not reach)/.test(line));
    await eventually(async () => told().length >= 3);
    expect(told()).toHaveLength(3);
  });
});
