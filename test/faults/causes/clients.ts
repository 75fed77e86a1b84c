import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, World } from '../support/world.ts';
import { NONSENSE } from './nonsense.ts';

/** A person who has no connection yet must not wait longer. */
const MOST_WAIT_MS = 5000;

async function open(origin: string, bytes: string | Buffer = ''): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const { promise: isThere, resolve } = Promise.withResolvers<void>();
  socket.once('connect', resolve).once('close', resolve);
  await isThere;
  socket.write(bytes);
  return socket;
}

/** Somebody new, with a connection of his own. */
async function knock(origin: string): Promise<string | undefined> {
  const startMs = performance.now();
  const asked = get(`${origin}/healthz`, { agent: false });
  try {
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    const ms = performance.now() - startMs;
    if (response.statusCode !== 200) return `somebody new was answered with ${response.statusCode}`;
    return ms > MOST_WAIT_MS ? `somebody new waited for ${Math.round(ms)} ms` : undefined;
  } catch (error) {
    return `somebody new was not served: ${(error as Error).message}`;
  }
}

async function knockOften(world: World, times: number): Promise<string[]> {
  const wrong: string[] = [];
  for (let n = 0; n < times; n++) {
    wrong.push(...[await knock(world.origin)].filter((what) => what !== undefined));
    await sleep(50);
  }
  return wrong;
}

export const clientFaults: readonly Fault[] = [
  {
    name: '10,000 idle connections',
    what: 'to one replica, without a word, while others come',
    replicas: 1,
    make: async (world) => {
      const idle: Socket[] = [];
      for (let n = 0; n < 100; n++) {
        idle.push(...(await Promise.all(Array.from({ length: 100 }, () => open(world.origin)))));
      }
      const wrong = await knockOften(world, 20);
      const pid = world.replicas[0]?.child.pid;
      const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (Number(rss) > 600_000) wrong.push(`the replica takes ${rss} kB`);
      for (const socket of idle) socket.destroy();
      world.isOver();
      return wrong;
    },
  },
  {
    name: 'Slow clients',
    what: '300 that send headers a byte at a time, 300 bodies, and 300 that read nothing of what they ask for',
    replicas: 1,
    make: async (world) => {
      const post = 'POST /v1/siteverify HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n';
      const many = (bytes: string) =>
        Promise.all(Array.from({ length: 300 }, () => open(world.origin, bytes)));
      const slow = [...(await many('GET / HTTP/1.1\r\nHost: x\r\nSlow: ')), ...(await many(post))];
      const deaf = await many('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5));
      for (const socket of deaf) socket.pause();
      const startMs = performance.now();
      const dripping = setInterval(() => {
        for (const socket of slow) if (socket.writable) socket.write('a');
      }, 250);
      for (const socket of slow) socket.resume();
      const wrong = await knockOften(world, 20);
      // Ten seconds for a request, and a second until that is noticed.
      while (slow.some(({ closed }) => !closed) && performance.now() - startMs < 15_000) {
        await sleep(100);
      }
      clearInterval(dripping);
      const left = slow.filter(({ closed }) => !closed).length;
      if (left > 0) wrong.push(`${left} slow connections were not ended within 15 seconds`);
      for (const socket of [...slow, ...deaf]) socket.destroy();
      world.isOver();
      return wrong;
    },
  },
  {
    name: 'A flood of pipelined requests',
    what: '20 connections that send 120 requests each at once and read the answers, and 20 that send 500 and are closed',
    replicas: 1,
    make: async (world) => {
      const request = `GET /00000000-0000-4000-8000-000000000000/A HTTP/1.1\r\nHost: x\r\n\r\n`;
      let answered = 0;
      const floods = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const socket = await open(world.origin, request.repeat(120));
          socket.on('data', (chunk) => {
            answered += chunk.toString('latin1').split('HTTP/1.1 ').length - 1;
          });
          return socket;
        }),
      );
      const greedy = await Promise.all(
        Array.from({ length: 20 }, () => open(world.origin, request.repeat(500))),
      );
      const wrong = await knockOften(world, 10);
      const deadlineMs = performance.now() + 30_000;
      const isDone = () => answered >= 2400 && greedy.every(({ closed }) => closed);
      while (!isDone() && performance.now() < deadlineMs) await sleep(100);
      // A status line that falls into two pieces is not counted.
      if (answered < 2350) wrong.push(`only ${answered} of 2400 pipelined requests were answered`);
      const left = greedy.filter(({ closed }) => !closed).length;
      if (left > 0) wrong.push(`${left} connections that sent too much were not closed`);
      for (const socket of [...floods, ...greedy]) socket.destroy();
      world.isOver();
      return wrong;
    },
  },
  {
    name: 'Nonsense instead of HTTP',
    what: `${NONSENSE.length} requests that are malformed, too large, cut short or ambiguous, each on a connection of its own`,
    replicas: 1,
    make: async (world) => {
      const wrong: string[] = [];
      await Promise.all(
        NONSENSE.map(async ([name, bytes]) => {
          const socket = await open(world.origin, bytes);
          let got = '';
          socket.on('data', (chunk) => {
            got += chunk.toString('latin1');
          });
          const { promise: isOver, resolve } = Promise.withResolvers<void>();
          socket.once('close', resolve);
          await Promise.race([socket.closed || isOver, sleep(15_000)]);
          if (/HTTP\/1\.1 5/.test(got)) wrong.push(`${name} was answered with ${got.slice(9, 12)}`);
          if (!socket.closed && got === '') wrong.push(`${name} was neither answered nor ended`);
          socket.destroy();
        }),
      );
      wrong.push(...(await knockOften(world, 3)));
      world.isOver();
      return wrong;
    },
  },
];
