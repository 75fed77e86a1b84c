// Preloaded with --import into a service under test: its drawing threads crash when the file that
// CRASH_FILE names appears, all that there are at that moment.

import { existsSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';

const file = process.env['CRASH_FILE'] ?? '';

if (!isMainThread && !existsSync(file)) {
  setInterval(() => {
    if (existsSync(file)) throw new Error(`crash of thread ${threadId}`);
  }, 5);
}
