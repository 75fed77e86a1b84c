import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkblot-faults-'));
const preload = (name: string) => [
  '--import',
  fileURLToPath(new URL(`../preload/${name}.ts`, import.meta.url)),
];

/** Drawing threads that do this for two seconds, each as soon as it is there. */
function threads(name: string, what: string, how: string): Fault {
  const file = join(folder, how);
  return {
    name,
    what,
    env: { BREAK_FILE: file, BREAK_HOW: how, DRAWING_TIMEOUT_MS: '500', PICTURE_STOCK: '0' },
    nodeArgs: preload('break-threads'),
    make: async ({ isOver }) => {
      writeFileSync(file, '');
      await sleep(2000);
      rmSync(file);
      isOver();
    },
  };
}

export const processFaults: readonly Fault[] = [
  threads('Drawing threads crash', 'each throws as soon as it is there, for two seconds', 'throw'),
  threads('Drawing threads hang', 'each loops for ever, for two seconds', 'hang'),
  threads('Drawing threads leak', 'each fills its memory, for two seconds', 'leak'),
  {
    name: 'A replica is killed',
    what: 'SIGKILL of one of three; a new one takes its place after two seconds',
    replicas: 3,
    cuts: true,
    make: async ({ replicas, startReplica, isOver }) => {
      await replicas[0]?.stop('SIGKILL');
      isOver();
      await sleep(2000);
      replicas[0] = await startReplica();
    },
  },
  {
    name: 'Replicas are replaced',
    what: 'SIGTERM of each of three, one after the other, once a new one is there',
    replicas: 3,
    env: { SHUTDOWN_DELAY_MS: '300' },
    make: async ({ replicas, startReplica, isOver }) => {
      const wrong: string[] = [];
      for (let n = 0; n < 3; n++) {
        const old = replicas[n];
        replicas[n] = await startReplica();
        const code = await old?.stop('SIGTERM');
        if (code !== 0) wrong.push(`a drained replica ended with ${code}`);
      }
      isOver();
      return wrong;
    },
  },
  {
    name: 'The clock jumps',
    what: 'of all replicas: an hour forwards, two back, and to the right time again',
    env: { CLOCK_FILE: join(folder, 'clock') },
    nodeArgs: preload('shift-clock'),
    make: async ({ isOver }) => {
      for (const hours of [1, -1, 0]) {
        writeFileSync(join(folder, 'clock'), String(hours * 3_600_000));
        await sleep(1500);
      }
      isOver();
    },
  },
];
