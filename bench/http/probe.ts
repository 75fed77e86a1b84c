// Preloaded with --import into a service that is measured: answers each message with what its main
// thread did since the last one. The service itself has no such door.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** What a service did since it was last asked. */
export interface Reading {
  /** The longest time in which the event loop came round to nothing else. */
  readonly longestBlockMs: number;
  /** Processor time of the thread that answers requests. */
  readonly mainCpuMs: number;
  /** Processor time of the whole process. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

const RESOLUTION_MS = 1;

if (isMainThread && process.send) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let main = process.threadCpuUsage();
  let all = process.cpuUsage();
  process.on('message', () => {
    const [ownCpu, cpu] = [process.threadCpuUsage(main), process.cpuUsage(all)];
    const reading: Reading = {
      longestBlockMs: Math.max(0, delays.max / 1e6 - RESOLUTION_MS),
      mainCpuMs: (ownCpu.user + ownCpu.system) / 1000,
      cpuMs: (cpu.user + cpu.system) / 1000,
      residentBytes: process.memoryUsage.rss(),
    };
    delays.reset();
    main = process.threadCpuUsage();
    all = process.cpuUsage();
    process.send?.(reading);
  });
  // The service, not its probe, decides when it ends.
  process.channel?.unref();
}
