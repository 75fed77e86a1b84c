// A drawing thread that does what the text of each job says, and answers with the text.

import { threadId } from 'node:worker_threads';
import type { Media, MediaJob, PictureJob } from '../../../../src/media/job.ts';
import { answerJobs } from '../../../../src/media/thread.ts';

const gate = new Int32Array(new SharedArrayBuffer(4));

function hang(): never {
  for (;;) Atomics.wait(gate, 0, 0);
}

function fillTheMemory(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
}

answerJobs(() => (job: MediaJob): Media => {
  const { text = '' } = job as PictureJob;
  if (text === 'HANG') hang();
  if (text === 'FILL') fillTheMemory();
  if (text === 'EXIT') process.exit(3);
  if (text === 'RANGE') throw new RangeError('no such text');
  if (text === 'CRASH LATER') setImmediate(() => Promise.reject(new Error('outside a job')));
  // From the pool that Node cuts small buffers from: nothing that may be transferred as a whole.
  return { type: `thread/${threadId}`, bytes: Buffer.from(text) };
});
