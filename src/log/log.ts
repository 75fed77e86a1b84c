import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DestinationStream, type Logger, multistream, pino, stdSerializers } from 'pino';
import { type LogFile, openLogFile } from './log-file.ts';

/** More than nobody reads is dropped: a pipe that is not emptied must not hold up the service. */
const MAX_UNREAD_BYTES = 4e6;

/** A pipe that is still not emptied at the end must not hold up the end either. */
const FLUSH_LIMIT_MS = 500;

/**
 * Lines are written together when they are so many bytes: a write wakes another thread, which costs
 * the event loop as much as fifty lines. Just below the most that the stream writes at once.
 */
const WRITE_BYTES = 16_000;

/** What is less is written so often, for whoever reads along. */
const WRITE_EVERY_MS = 100;

/** What is logged and where to. */
export interface LogOptions {
  readonly level: string;
  /** JSON lines or a readable form, on stdout. */
  readonly format: 'json' | 'pretty';
  /** A folder for rotated files of JSON lines, beside stdout; empty for none. */
  readonly dir: string;
  readonly maxFileMb: number;
  readonly maxFiles: number;
}

/** The logger, and what must happen before the process ends. */
export interface Log {
  readonly logger: Logger;
  /** Resolves when all that was logged is written, or cannot be. */
  close(): Promise<void>;
}

/**
 * Creates the logger. A log folder that cannot be written to any more is told on stdout, is tried again
 * until it can, and does not disturb the service.
 *
 * Rejects when the log folder cannot be made: at start that is a fault of configuration.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const json = options.format === 'json' ? openJson() : undefined;
  const stdout = json ?? (await openPretty());
  const file = options.dir ? await openFile(options, stdout) : undefined;
  const logger = pino(
    {
      level: options.level,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: createTimestamp(),
      serializers: {
        // The raw URL of a check holds the guess: nothing may log it, not even by accident.
        req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url,
        }),
        err: stdSerializers.err,
      },
    },
    file ? multistream([stdout, file].map((stream) => ({ level: 'trace', stream }))) : stdout,
  );
  return {
    logger,
    close: async () => {
      const written = [file?.close(), json && endOf(json)];
      await Promise.race([Promise.all(written), sleep(FLUSH_LIMIT_MS)]);
      // What is still unread would hold up the exit, too.
      json?.destroy();
    },
  };
}

/** ISO 8601, made once a millisecond: under load many lines fall into one. */
function createTimestamp(): () => string {
  let madeMs = 0;
  let text = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== madeMs) {
      madeMs = nowMs;
      text = `,"time":"${new Date(nowMs).toISOString()}"`;
    }
    return text;
  };
}

function openJson(): ReturnType<typeof pino.destination> {
  const stream = pino.destination({
    dest: 1,
    sync: false,
    maxLength: MAX_UNREAD_BYTES,
    minLength: WRITE_BYTES,
    periodicFlush: WRITE_EVERY_MS,
  });
  // Nobody to tell, and no reason to stop serving.
  stream.on('error', () => {});
  return stream;
}

/** Synchronous, as somebody reads it. Loaded only where it is used. */
async function openPretty(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    sync: true,
    singleLine: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  });
}

function openFile(options: LogOptions, stdout: DestinationStream): Promise<LogFile> {
  return openLogFile({
    ...options,
    onChange: (state, reason) => {
      // Not through the logger: its line would go to the file, and be lost with the others.
      const level = state === 'failing' ? 'error' : 'info';
      const time = new Date().toISOString();
      stdout.write(`${JSON.stringify({ level, time, msg: `log file ${state}`, reason })}\n`);
    },
  });
}

async function endOf(stream: ReturnType<typeof pino.destination>): Promise<void> {
  stream.end();
  await once(stream, 'close').catch(() => {});
}
