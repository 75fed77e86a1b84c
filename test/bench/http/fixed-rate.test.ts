import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { loadAtFixedRate } from '../../../bench/http/fixed-rate.ts';

let server: Server;
afterEach(() => server.close());

async function load(answer: Parameters<typeof createServer>[1], connections = 4) {
  server = createServer({ keepAliveTimeout: 60_000 }, answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = new Set<string>();
  const nextPath = () => {
    const path = `/${paths.size}`;
    paths.add(path);
    return path;
  };
  const rate = { requestsPerSecond: 200, durationMs: 300, connections };
  return { timesMs: await loadAtFixedRate({ origin, nextPath, ...rate }), paths };
}

describe('a load at a fixed rate', () => {
  it('asks for each path once, as often as was said, and reads answers of any length', async () => {
    const asked: string[] = [];
    const { timesMs, paths } = await load((request, response) => {
      asked.push(String(request.url));
      const body = 'x'.repeat(asked.length % 2 ? 0 : 300_000);
      response.setHeader('content-length', body.length).end(body);
    });
    expect(timesMs).toHaveLength(60);
    expect(asked.toSorted()).toEqual([...paths].toSorted());
  });

  it('charges a service that stands still with all that was due meanwhile', async () => {
    let answered = 0;
    const { timesMs } = await load((_request, response) => {
      const answer = () => response.setHeader('content-length', 1).end('x');
      // The first answer comes late; the only connection waits for it.
      if (answered++ === 0) setTimeout(answer, 250);
      else answer();
    }, 1);
    // Due every 5 ms: those of the first half of these 250 ms waited for at least the other half.
    expect(timesMs.filter((ms) => ms > 125).length).toBeGreaterThanOrEqual(25);
  });

  it('is a failure if an answer is none', async () => {
    const refuse = load((_request, response) => {
      response.writeHead(503, { 'content-length': 0 }).end();
    });
    await expect(refuse).rejects.toThrow('503');
  });
});
