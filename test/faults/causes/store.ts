import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, freePort } from '../../support/processes/ports.ts';
import type { Fault, World } from '../support/world.ts';

/** Errors that a Redis server, or a proxy in front of several, gives in trouble. */
const ERRORS = [
  '-LOADING Redis is loading the dataset in memory',
  "-READONLY You can't write against a read only replica.",
  '-NOAUTH Authentication required.',
  "-OOM command not allowed when used memory > 'maxmemory'.",
  '-CLUSTERDOWN The cluster is down',
  '-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to "no".',
  '-BUSY Redis is busy running a script.',
  '-TRYAGAIN Multiple keys request during rehashing of slot',
  '-NOSCRIPT No matching script. Please use EVAL.',
  '-WRONGTYPE Operation against a key holding the wrong kind of value',
  '-MISCONF Redis is configured to save RDB snapshots',
];

/** Replies that are Redis' language, and no answer to what was asked. */
const NONSENSE = [
  ':1',
  '+OK',
  '+QUEUED',
  '$5\r\nhello',
  '*0',
  '*1\r\n$-1',
  '$-1',
  '%1\r\n+a\r\n+b',
];

/** Every command is answered with each of these for a while, one after the other. */
async function replyWith(replies: readonly string[], { proxy, isOver }: World): Promise<undefined> {
  for (const text of replies) {
    proxy.make({ kind: 'reply', text: `${text}\r\n` });
    await sleep(200);
    proxy.make({ kind: 'none' });
    await sleep(50);
  }
  isOver();
}

export const storeFaults: readonly Fault[] = [
  {
    name: 'Redis is killed',
    what: 'SIGKILL; after two seconds it starts again, empty',
    survives: false,
    make: async ({ redis, isOver }) => {
      await redis.stop();
      await sleep(2000);
      await redis.start();
      isOver();
    },
  },
  {
    name: 'Redis is killed again and again',
    what: 'five times within three seconds, in the middle of answers',
    survives: false,
    make: async ({ redis, isOver }) => {
      for (let n = 0; n < 5; n++) {
        await redis.stop();
        await sleep(100);
        await redis.start();
        await sleep(500);
      }
      isOver();
    },
  },
  {
    name: 'Redis hangs',
    what: 'SIGSTOP for half a second, then for three',
    make: async ({ redis, isOver }) => {
      redis.pause();
      await sleep(500);
      redis.resume();
      await sleep(1000);
      redis.pause();
      await sleep(3000);
      redis.resume();
      isOver();
    },
  },
  {
    name: 'Redis is slow',
    what: 'every command and reply 150 ms late, then 700 ms, which is beyond the limit',
    make: async ({ proxy, isOver }) => {
      proxy.make({ kind: 'delay', ms: 150 });
      await sleep(2000);
      proxy.make({ kind: 'delay', ms: 700 });
      await sleep(3000);
      proxy.make({ kind: 'none' });
      isOver();
    },
  },
  {
    name: 'Redis is full',
    what: '`maxmemory` reached, `noeviction`, for three seconds',
    make: async ({ operator, isOver }) => {
      await operator.config('SET', 'maxmemory-policy', 'noeviction');
      await operator.config('SET', 'maxmemory', '1');
      await sleep(3000);
      await operator.config('SET', 'maxmemory', '0');
      isOver();
    },
  },
  {
    name: 'Redis fails over',
    what: 'the master is killed, and Sentinel makes its replica the master',
    store: 'sentinel',
    make: async ({ redis, operator, isOver }) => {
      // A new replica waits five seconds for others before it begins to copy.
      await eventually(async () => (await operator.call('WAIT', 1, 200)) === 1, 20_000);
      await redis.stop();
      // The operator's connection is for the master, too.
      await eventually(async () => (await operator.set('over', '1', 'PX', 1)) === 'OK', 20_000);
      isOver();
    },
  },
  {
    name: 'Redis refuses writes',
    what: 'it is made a replica of a server that does not exist, for two seconds',
    make: async ({ operator, isOver }) => {
      await operator.replicaof('127.0.0.1', await freePort());
      await sleep(2000);
      await operator.call('REPLICAOF', 'NO', 'ONE');
      isOver();
    },
  },
  {
    name: 'Redis forgets scripts and connections',
    what: '`SCRIPT FLUSH` and `CLIENT KILL`, ten times a second for three seconds',
    make: async ({ operator, isOver }) => {
      for (let n = 0; n < 30; n++) {
        await operator.script('FLUSH');
        await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        await sleep(100);
      }
      isOver();
    },
  },
  {
    name: 'Redis says errors',
    what: `every command is answered with an error for 200 ms: ${ERRORS.map((error) => error.split(' ')[0]?.slice(1)).join(', ')}`,
    make: (world) => replyWith(ERRORS, world),
  },
  {
    name: 'Redis says nonsense',
    what: 'every command is answered for 200 ms with a reply that is none to it: a number, a text, an array, nothing',
    make: (world) => replyWith(NONSENSE, world),
  },
  {
    name: 'Redis is garbled',
    what: 'one byte in 50 of what it says is another one for three seconds, and all comes in pieces of a byte for one',
    // A garbled value is gone: nobody can tell what it was.
    survives: false,
    make: async ({ proxy, isOver }) => {
      proxy.make({ kind: 'pieces' });
      await sleep(1000);
      proxy.make({ kind: 'noise', oneIn: 50 });
      await sleep(3000);
      proxy.make({ kind: 'none' });
      isOver();
    },
  },
  {
    name: 'Redis obeys and does not answer',
    what: 'commands arrive and replies are lost: two seconds of silence, two of cut connections',
    make: async ({ proxy, isOver }) => {
      proxy.make({ kind: 'silence' });
      await sleep(2000);
      proxy.make({ kind: 'cut' });
      await sleep(2000);
      proxy.make({ kind: 'none' });
      isOver();
    },
  },
];
