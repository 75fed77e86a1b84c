import type { Logger } from 'pino';

/** Descriptors that are no visitors' connections: logs, the store, threads, and some to spare. */
const OTHER_FILES = 100;

/** So many connections, or as many as there are descriptors for: the log is told of fewer. */
export function connectionsFor(wanted: number, files: number, logger: Logger): number {
  const maxConnections = Math.max(1, Math.min(wanted, files - OTHER_FILES));
  if (maxConnections < wanted) {
    logger.warn(
      { files, maxConnections },
      'MAX_CONNECTIONS is more than there are descriptors for',
    );
  }
  return maxConnections;
}
