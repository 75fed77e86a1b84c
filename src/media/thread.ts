import { parentPort, workerData } from 'node:worker_threads';
import type { Media, MediaJob } from './job.ts';

/** What each drawing thread is given at its start. */
export interface ThreadData {
  /** The thread writes here which job of a list it is at, so that one that hangs need not be asked. */
  readonly progress: Int32Array;
  /** A folder of voice packs. */
  readonly voicesDir?: string;
}

/** What a thread says to each job, and how long it took. */
export interface Answer {
  readonly result: Media | Error;
  readonly durationMs: number;
}

/**
 * Turns the calling thread into one that draws for a pool, with a renderer made from what the thread was
 * given: says that it is ready, then answers each list of jobs with a list of the same length.
 */
export function answerJobs(create: (options: ThreadData) => (job: MediaJob) => Media): void {
  const port = parentPort;
  if (!port) throw new Error('this is not a worker thread');
  const data = workerData as ThreadData;
  const { progress } = data;
  const render = create(data);
  port.on('message', (jobs: readonly MediaJob[]) => {
    const answers: Answer[] = [];
    const buffers: ArrayBuffer[] = [];
    for (const [index, job] of jobs.entries()) {
      Atomics.store(progress, 0, index);
      const startMs = performance.now();
      const answer = (result: Media | Error) =>
        answers.push({ result, durationMs: performance.now() - startMs });
      try {
        const { type, bytes } = render(job);
        const own = toOwn(bytes);
        answer({ type, bytes: own });
        buffers.push(own.buffer);
      } catch (error) {
        answer(error as Error);
      }
    }
    port.postMessage(answers, buffers);
  });
  port.postMessage('ready');
}

/** Small buffers of Node are windows on a shared one, which would be sent away under the others. */
function toOwn(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
