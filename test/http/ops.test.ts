import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { BusyError } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestApp, type TestApp } from '../support/http/app.ts';

let service: TestApp;
afterEach(() => service.app.close());
const get = (url: string) => service.app.inject({ method: 'GET', url });

describe('alive and ready', () => {
  it('are both true when all is well, for GET and HEAD', async () => {
    service = await createTestApp();
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' });
    expect((await service.app.inject({ method: 'HEAD', url: '/healthz' })).statusCode).toBe(200);
    expect((await service.app.inject({ method: 'HEAD', url: '/readyz' })).statusCode).toBe(200);
  });

  it('differ when the store does not answer: alive, not ready', async () => {
    const store = createMemoryStore({ maxEntries: 1, maxBytes: 1, nowMs: () => 0 });
    await store.close();
    service = await createTestApp({ store });
    expect((await get('/healthz')).statusCode).toBe(200);
    const ready = await get('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ error: 'store_unavailable' });
  });

  it('differ when no thread can draw: alive, not ready', async () => {
    let canDraw = false;
    service = await createTestApp({ canDraw: () => canDraw });
    expect((await get('/healthz')).statusCode).toBe(200);
    const ready = await get('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ error: 'busy', statusCode: 503 });
    canDraw = true;
    expect((await get('/readyz')).statusCode).toBe(200);
  });

  it('differ from the start of a shutdown, while everything is still served', async () => {
    service = await createTestApp();
    await service.app.listen({ port: 0, host: '127.0.0.1' });
    const shutDown = service.shutdown.run(200, 5000);
    expect((await get('/healthz')).statusCode).toBe(200);
    const ready = await get('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ error: 'draining' });
    expect((await get('/')).statusCode).toBe(200);
    await shutDown;
  });
});

describe('the end of a shutdown', () => {
  it('comes after the answers under way: until then new requests are held', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    service = await createTestApp({
      render: async (job) => {
        begun.resolve();
        await gate.promise;
        return renderNow(job);
      },
    });
    await service.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = service.app.server.address() as AddressInfo;
    const order: string[] = [];
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      order.push(path);
      return response.status;
    };
    const underWay = ask('/');
    await begun.promise;
    const shutDown = service.shutdown.run(0, 5000);
    await sleep(0);
    const held = ask('/healthz');
    // Longer than new requests are held when nothing is under way.
    await sleep(150);
    gate.resolve();
    expect(await Promise.all([underWay, held])).toEqual([200, 200]);
    expect(order).toEqual(['/', '/healthz']);
    await shutDown;
  });
});

describe('a full store', () => {
  it('answers 503 with its own code and keeps what it has', async () => {
    service = await createTestApp({ maxEntries: 1 });
    const first = await get('/');
    const uuid = first.headers['captcha_uuid'];
    const second = await get('/');
    expect(second.statusCode).toBe(503);
    expect(second.json()).toMatchObject({ error: 'store_full' });
    expect(second.headers['retry-after']).toBe('5');
    expect((await get(`/${uuid}/${service.answerOf(uuid)}`)).json()).toEqual({ validation: true });
  });
});

describe('too much to draw', () => {
  it('is a 503 with its own code, and one line in the log a second', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
    const render = () => Promise.reject(new BusyError('the queue is full'));
    service = await createTestApp({ render, logger });
    for (let n = 0; n < 20; n++) {
      const response = await get('/');
      expect(response.statusCode).toBe(503);
      expect(response.json()).toMatchObject({ error: 'busy', statusCode: 503 });
      expect(response.headers['retry-after']).toBe('1');
      expect(response.headers['captcha_uuid']).toBeUndefined();
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('the queue is full');
  });
});
