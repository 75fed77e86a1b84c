// Preloaded with --import into a service under test: its drawing threads break in the way of BREAK_HOW
// while the file BREAK_FILE is there.

import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const { BREAK_FILE: file = '', BREAK_HOW: how } = process.env;

function fillTheMemory(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
}

if (!isMainThread) {
  setInterval(() => {
    if (!existsSync(file)) return;
    if (how === 'throw') throw new Error('broken on purpose');
    if (how === 'leak') fillTheMemory();
    for (;;);
  }, 20);
}
