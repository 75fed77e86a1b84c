import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { parseRedisUrl } from '../../src/store/redis-url.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually, freePort } from '../support/processes/ports.ts';
import { describeWith } from '../support/processes/programs.ts';
import {
  type RedisServer,
  SERVER,
  startRedis,
  startSentinel,
  startTlsRedis,
} from '../support/processes/redis-server.ts';

const TIMEOUT_MS = 400;

const stores: Store[] = [];
const changes: string[] = [];
const reasons: string[] = [];

function connect(url: string, tlsCa?: string): Store {
  const store = createRedisStore({
    target: parseRedisUrl(url),
    keyPrefix: 'test:',
    timeoutMs: TIMEOUT_MS,
    onConnection: (state, reason) => {
      changes.push(state);
      reasons.push(reason);
    },
    ...(tlsCa && { tlsCa }),
  });
  stores.push(store);
  return store;
}

const answers = (store: Store) => store.ping().then(() => true);
const unavailable = { name: 'StoreError', code: 'unavailable' };

describeWith({ 'redis-server or valkey-server': SERVER }, 'the Redis store in trouble', () => {
  const program = SERVER as string;
  let server: RedisServer;

  beforeEach(async () => {
    changes.length = 0;
    reasons.length = 0;
    server = await startRedis(program);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await server.stop();
  });

  it('fails fast while Redis is gone and recovers by itself when it is back', async () => {
    const store = connect(server.url);
    await eventually(() => answers(store));
    await server.stop();
    await eventually(async () => changes.at(-1) === 'down');
    // Told by the client that it has no connection, not by the time limit.
    for (const call of [store.set('k', 'v', 1000), store.take('k'), store.ping()]) {
      await expect(call).rejects.toMatchObject({ ...unavailable, message: 'Redis: not connected' });
    }
    await server.start();
    await eventually(() => answers(store));
    expect(changes).toEqual(['up', 'down', 'up']);
  });

  it('can be made before Redis is there', async () => {
    await server.stop();
    const store = connect(server.url);
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    await eventually(async () => changes.includes('down'));
    await server.start();
    await eventually(() => answers(store));
    expect(changes).toEqual(['down', 'up']);
    expect(reasons).toEqual([expect.stringContaining('ECONNREFUSED'), 'connected']);
  });

  it('gives up on a Redis that hangs, and uses it again when it goes on', async () => {
    const store = connect(server.url);
    await eventually(() => answers(store));
    server.pause();
    await expect(store.take('k')).rejects.toThrow(`no answer in ${TIMEOUT_MS} ms`);
    server.resume();
    await eventually(() => answers(store));
  });

  it('says full, not unavailable, when Redis is out of memory', async () => {
    const admin = new Redis(server.port);
    await admin.config('SET', 'maxmemory', '1');
    await admin.config('SET', 'maxmemory-policy', 'noeviction');
    admin.disconnect();
    const store = connect(server.url);
    await eventually(() => answers(store));
    await expect(store.set('k', 'v', 1000)).rejects.toMatchObject({ code: 'full' });
  });

  it('is not ready on a server that refuses writes', async () => {
    const store = connect(server.url);
    await eventually(() => answers(store));
    const admin = new Redis(server.port);
    await admin.replicaof('127.0.0.1', await freePort());
    admin.disconnect();
    await expect(store.ping()).rejects.toThrow('READONLY');
    // Perhaps another server has that address now.
    await eventually(async () => changes.includes('down'));
  });

  it('never repeats values or keys in its errors, though Redis quotes them', async () => {
    await server.stop();
    server = await startRedis(program, ['--rename-command', 'SET', '']);
    const store = connect(server.url);
    await eventually(() => answers(store));
    const error = await store.set('SECRET-KEY', 'SECRET-VALUE', 1000).catch((reason) => reason);
    expect(error).toMatchObject(unavailable);
    expect(error.message).toContain('unknown command');
    // Nothing is wrong with the connection.
    await answers(store);
    expect(changes).toEqual(['up']);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('SECRET');
  });

  it('does not tell the password where Redis quotes it, as it knows no AUTH', async () => {
    await server.stop();
    const renamed = ['AUTH', 'HELLO'].flatMap((name) => ['--rename-command', name, '']);
    server = await startRedis(program, renamed);
    connect(`redis://user:SECRET-PASSWORD@127.0.0.1:${server.port}`);
    await eventually(async () => changes.includes('down'));
    expect(reasons).toEqual([expect.stringMatching(/unknown command/i)]);
    expect(reasons.join()).not.toContain('SECRET');
  });

  it('uses the database that the URL names, and no other', async () => {
    const store = connect(`${server.url}/5`);
    await eventually(() => answers(store));
    await store.set('k', 'v', 10_000);
    const operator = new Redis(server.port, { db: 5 });
    expect(await operator.get('test:k')).toBe('v');
    operator.disconnect();
  });

  it('keeps nothing anywhere when the database that the URL names cannot be had', async () => {
    const store = connect(`${server.url}/99`);
    await eventually(async () => changes.includes('down'));
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    await expect(store.set('k', 'v', 10_000)).rejects.toMatchObject(unavailable);
    const operator = new Redis(server.port);
    expect(await operator.dbsize()).toBe(0);
    // It goes on trying: the operator may change that.
    await eventually(async () => {
      const [, connections] = /total_connections_received:(\d+)/.exec(await operator.info()) ?? [];
      return Number(connections) > 4;
    });
    operator.disconnect();
  });

  it('comes in as the user that the URL names', async () => {
    const admin = new Redis(server.port);
    await admin.call('ACL', 'SETUSER', 'forum', 'on', '>pass word', '~test:*', '+@all');
    await admin.call('ACL', 'SETUSER', 'default', 'off');
    admin.disconnect();
    const store = connect(`redis://forum:pass%20word@127.0.0.1:${server.port}`);
    await eventually(() => answers(store));
    await store.set('k', 'v', 10_000);
    expect(await store.take('k')).toBe('v');
  });

  it('survives a peer that answers garbage', async () => {
    const garbage = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    }).listen(0, '127.0.0.1');
    await once(garbage, 'listening');
    const store = connect(`redis://127.0.0.1:${(garbage.address() as AddressInfo).port}`);
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    await expect(store.take('k')).rejects.toMatchObject(unavailable);
    garbage.close();
  });

  it('does not storm a server that lets nobody stay', async () => {
    let connections = 0;
    const closing = createServer((socket) => {
      connections++;
      socket.on('error', () => {});
      socket.end();
    }).listen(0, '127.0.0.1');
    await once(closing, 'listening');
    connect(`redis://127.0.0.1:${(closing.address() as AddressInfo).port}`);
    await sleep(1000);
    // After 50, 100, 200 and 400 ms, or somewhat later.
    expect(connections).toBeGreaterThan(1);
    expect(connections).toBeLessThan(8);
    closing.close();
  });

  it('keeps no timer for what was answered', async () => {
    const store = connect(server.url);
    await eventually(() => answers(store));
    for (let n = 0; n < 50; n++) await store.get('k');
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    expect(timers.length).toBeLessThan(20);
  });

  it('is refused, and says so, with a wrong password', async () => {
    const admin = new Redis(server.port);
    await admin.config('SET', 'requirepass', 'right');
    admin.disconnect();
    const store = connect(`redis://:wrong@127.0.0.1:${server.port}`);
    await expect(store.ping()).rejects.toMatchObject(unavailable);
  });

  it('trusts no certificate but those it is told to', async () => {
    const tls = await startTlsRedis(program);
    try {
      const trusting = connect(tls.url, tls.ca);
      await eventually(() => answers(trusting));
      const doubting = connect(tls.url);
      await eventually(async () => changes.includes('down'));
      await expect(doubting.ping()).rejects.toMatchObject(unavailable);
    } finally {
      await tls.stop();
    }
  });

  it('follows a failover that Sentinel makes', async () => {
    const sentinel = await startSentinel(program);
    try {
      const store = connect(sentinel.url);
      await eventually(() => answers(store));
      await sentinel.master.stop();
      await expect(store.ping()).rejects.toMatchObject(unavailable);
      await eventually(() => answers(store), 20_000);
      await store.set('k', 'v', 10_000);
      expect(await store.take('k')).toBe('v');
    } finally {
      await sentinel.stop();
    }
  });
});
