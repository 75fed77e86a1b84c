import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/processes/ports.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

let service: RunningService;
afterEach(() => service.stop('SIGKILL'));

interface Load {
  answered: number;
  /** Requests that reached a listening server and were not answered in full. */
  lost: string[];
  done: Promise<unknown>;
}

/** Clients that ask, and pause in between, until the server is gone. */
function load(origin: string, clients: number, keepAlive: boolean, pauseMs = 0): Load {
  const agent = new Agent({ keepAlive, maxSockets: clients });
  const result: Load = { answered: 0, lost: [], done: Promise.resolve() };
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const request = get(origin, { agent }, (response) => {
        response.resume();
        response.on('end', () => {
          result.answered++;
          if (response.statusCode !== 200) result.lost.push(`status ${response.statusCode}`);
          resolve(true);
        });
        response.on('error', (error) => {
          result.lost.push(error.message);
          resolve(false);
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Refused: it never reached the server, a load balancer would take another one.
        if (error.code !== 'ECONNREFUSED') result.lost.push(`${error.code}`);
        resolve(false);
      });
    });
  const client = async () => {
    while (await ask()) if (pauseMs > 0) await sleep(pauseMs * (0.6 + 0.4 * Math.random()));
  };
  result.done = Promise.all(Array.from({ length: clients }, client)).then(() => agent.destroy());
  return result;
}

describe('SIGTERM', () => {
  it.each([
    ['kept alive', true],
    ['made for each request', false],
  ])('under load on connections %s loses no request and exits 0', async (_how, keepAlive) => {
    service = await startService({ SHUTDOWN_DELAY_MS: '300' });
    const running = load(service.origin, 20, keepAlive);
    await eventually(async () => running.answered > 100);
    expect(await service.stop('SIGTERM')).toBe(0);
    await running.done;
    expect(running.lost).toEqual([]);
    expect(running.answered).toBeGreaterThan(100);
  });

  it('loses no request of clients that keep a connection and think in between', async () => {
    service = await startService({ SHUTDOWN_DELAY_MS: '1500' });
    const running = load(service.origin, 30, true, 900);
    await eventually(async () => running.answered > 60);
    expect(await service.stop('SIGTERM')).toBe(0);
    await running.done;
    expect(running.lost).toEqual([]);
  });

  it('answers a connection that was there before and speaks only after it', async () => {
    service = await startService();
    const { hostname, port } = new URL(service.origin);
    const client = connect(Number(port), hostname);
    await once(client, 'connect');
    const exit = service.stop('SIGTERM');
    // Until it listens no more: then the process itself would have ended this connection.
    await eventually(async () =>
      fetch(service.origin).then(
        () => false,
        () => true,
      ),
    );
    client.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await text(client)).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i);
    expect(await exit).toBe(0);
  });

  it('ends kept connections that are idle, long before the grace is over', async () => {
    service = await startService({ SHUTDOWN_GRACE_MS: '20000' });
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(service.origin, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    const startedMs = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    agent.destroy();
  });

  it.each([
    ['say nothing', ''],
    ['never finish a request', 'GET / HTTP/1.1\r\nHost: slow'],
  ])('waits no longer than the grace for clients that %s', async (_what, bytes) => {
    service = await startService({ SHUTDOWN_GRACE_MS: '1000' });
    const { hostname, port } = new URL(service.origin);
    const slow = connect(Number(port), hostname);
    slow.on('error', () => {});
    await once(slow, 'connect');
    slow.write(bytes);
    await fetch(service.origin);
    expect(await service.stop('SIGTERM')).toBe(0);
    slow.destroy();
  });

  it('makes the service unready at once, while it serves on and asks to connect anew', async () => {
    service = await startService({ SHUTDOWN_DELAY_MS: '1500' });
    const exit = service.stop('SIGTERM');
    let ready = await fetch(`${service.origin}/readyz`);
    while (ready.status === 200) ready = await fetch(`${service.origin}/readyz`);
    expect(await ready.json()).toMatchObject({ error: 'draining' });
    const served = await fetch(service.origin);
    expect(served.status).toBe(200);
    expect(served.headers.get('connection')).toBe('close');
    expect(await exit).toBe(0);
  });
});

describe('SIGINT', () => {
  it('ends the service without the delay for load balancers', async () => {
    service = await startService({
      SHUTDOWN_DELAY_MS: '60000',
      SHUTDOWN_GRACE_MS: '61000',
    });
    expect(await service.stop('SIGINT')).toBe(0);
  });
});
