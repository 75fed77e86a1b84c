// Preloaded with --import into a service under test: it writes what memory it takes into the file
// MEMORY_FILE, once a second.

import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['MEMORY_FILE'] ?? '';
if (isMainThread) {
  setInterval(() => writeFileSync(file, JSON.stringify(process.memoryUsage())), 1000).unref();
}
