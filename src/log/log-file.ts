import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { makeFolder } from '../base/folders.ts';

/** Where log lines are kept, and how many. */
export interface LogFileOptions {
  /** Made if it is missing. */
  readonly dir: string;
  readonly maxFileMb: number;
  readonly maxFiles: number;
  /** Told when lines begin to be lost, and when they are kept again; not for each line. */
  readonly onChange: (state: 'failing' | 'working', reason: string) => void;
}

/** A file that never holds up whoever writes, and that comes back by itself. */
export interface LogFile {
  /** Keeps a line, or drops it while the disk refuses. */
  write(line: string): void;
  /** Resolves when all is written, or cannot be. */
  close(): Promise<void>;
}

/** The name of the current file in the log folder. */
export const LOG_FILE = 'inkblot.log';

/** A disk that is full or gone is tried again so often, and a file that was removed is missed. */
const CHECK_EVERY_MS = 1000;

/** More than a disk has not taken is dropped: one that hangs must not take the memory. */
const MAX_UNWRITTEN_BYTES = 4e6;

/**
 * Opens the log file. Rejects if it cannot be opened now; what fails later is told, costs lines, and is
 * tried again until it works.
 */
export async function openLogFile(options: LogFileOptions): Promise<LogFile> {
  const path = join(options.dir, LOG_FILE);
  let isFailing = false;
  let isRotating = false;
  let isChecking = false;
  let stream: RotatingFileStream | undefined = await open();
  const checking = setInterval(check, CHECK_EVERY_MS).unref();

  async function open(): Promise<RotatingFileStream> {
    await makeFolder(options.dir);
    const opening = createStream(LOG_FILE, {
      path: options.dir,
      size: `${options.maxFileMb}M`,
      maxFiles: options.maxFiles,
    });
    const { promise, resolve, reject } = Promise.withResolvers<RotatingFileStream>();
    opening.once('open', () => resolve(opening));
    opening.on('error', (error) => {
      reject(error);
      if (stream === opening) lose(error.message);
    });
    opening.on('rotation', () => {
      isRotating = true;
    });
    opening.on('rotated', () => {
      isRotating = false;
    });
    return promise;
  }

  function lose(reason: string): void {
    stream?.destroy();
    stream = undefined;
    isRotating = false;
    if (!isFailing) options.onChange('failing', reason);
    isFailing = true;
  }

  async function check(): Promise<void> {
    // It may be between two names, or a check may wait for a disk that hangs.
    if (isRotating || isChecking) return;
    isChecking = true;
    // Who writes to a file without a name notices nothing.
    if (stream?.destroyed) lose('the file was closed');
    if (stream) await access(path).catch(() => lose('the file is gone'));
    if (!stream) stream = await open().catch(() => undefined);
    isChecking = false;
  }

  return {
    write: (line) => {
      if (!stream || stream.writableLength > MAX_UNWRITTEN_BYTES) return;
      if (!isFailing) stream.write(line);
      else {
        // That it can be opened says nothing: a full disk shows when it is written to.
        stream.write(line, (error) => {
          if (error || !isFailing) return;
          isFailing = false;
          options.onChange('working', 'written again');
        });
      }
    },
    close: async () => {
      clearInterval(checking);
      const ending = stream;
      stream = undefined;
      if (!ending || ending.destroyed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      ending.once('close', resolve);
      ending.end();
      await promise;
    },
  };
}
