import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { createPool, type Pool } from '../media/pool.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** One draws more than the thread that answers can send; two outlast an epoch that begins. */
const MAX_THREADS_BY_DEFAULT = 2;

/** Eight times what a thread needs for its fonts and the largest pictures. */
const DRAWING_HEAP_MB = 128;

/** Starts the threads that draw, as configured. */
export function startDrawing(
  config: Config,
  logger: Logger,
  metrics: Pick<Metrics, 'drawn' | 'threadLost'>,
): Pool {
  return createPool({
    workerUrl: new URL('../media/worker.ts', import.meta.url),
    threads:
      config.drawingThreads ||
      Math.min(MAX_THREADS_BY_DEFAULT, Math.max(1, availableParallelism() - 1)),
    maxQueued: config.drawingQueue,
    timeoutMs: config.drawingTimeoutMs,
    maxHeapMb: DRAWING_HEAP_MB,
    ...(config.voicesDir && { voicesDir: config.voicesDir }),
    onThreadLost: (lost) => {
      metrics.threadLost();
      logger.error(lost, 'a drawing thread was lost, starting another');
    },
    onDrawn: metrics.drawn,
  });
}
