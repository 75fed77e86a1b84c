// Preloaded with --import into a service under test: its wall clock is as many milliseconds beside the
// time as the file CLOCK_FILE says. What is monotonic stays so, as when an administrator sets the clock.

import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['CLOCK_FILE'] ?? '';
const realNow = Date.now;
let shiftMs = 0;

if (isMainThread) {
  setInterval(() => {
    try {
      shiftMs = Number(readFileSync(file, 'utf8'));
    } catch {
      shiftMs = 0;
    }
  }, 50).unref();
  Date.now = () => realNow() + shiftMs;
}
