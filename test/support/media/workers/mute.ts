// A drawing thread that starts, and is never ready.

import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {});
