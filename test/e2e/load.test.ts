import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/processes/ports.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

let service: RunningService;
afterEach(() => service.stop('SIGKILL'));

const ready = () => eventually(async () => (await fetch(`${service.origin}/readyz`)).ok);

/** Asks for a picture: the status and, of a picture, that it is one. */
async function ask(): Promise<{ status: number; error?: string; retryAfter: string | null }> {
  const response = await fetch(service.origin);
  const retryAfter = response.headers.get('retry-after');
  if (response.status !== 200) {
    const { error } = (await response.json()) as { error: string };
    return { status: response.status, error, retryAfter };
  }
  const png = Buffer.from(await response.arrayBuffer());
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  return { status: 200, retryAfter };
}

describe('a flood of requests for pictures', () => {
  it.each([
    ['with a stock', '1000'],
    ['without a stock', '0'],
  ])('%s does not hold up the others', async (_which, stock) => {
    service = await startService({
      PICTURE_STOCK: stock,
      DRAWING_QUEUE: '10000',
      DRAWING_TIMEOUT_MS: '60000',
    });
    await ready();
    let answered = 0;
    let isOver = false;
    // As many at once as a flood of one address; each asks again as soon as it is answered.
    const flood = Array.from({ length: 200 }, async () => {
      while (!isOver) {
        expect((await ask()).status).toBe(200);
        answered++;
      }
    });
    await Promise.race([eventually(async () => answered > 200), ...flood]);
    for (let n = 0; n < 3; n++) {
      const before = answered;
      expect((await fetch(`${service.origin}/healthz`)).status).toBe(200);
      // It waits for those before it, not for all that come: five rounds of them are far too many.
      expect(answered - before).toBeLessThan(1000);
    }
    isOver = true;
    await Promise.all(flood);
  });

  it('that is too much for the queue is partly refused, and leaves nothing behind', async () => {
    service = await startService({
      PICTURE_STOCK: '0',
      DRAWING_QUEUE: '1',
      DRAWING_THREADS: '1',
      // The largest take longest: the queue is full for a while.
      PICTURE_WIDTH: '600',
      PICTURE_HEIGHT: '240',
      // Fewer than are asked for: a picture that was refused must not take a place.
      MEMORY_MAX_ENTRIES: '200',
    });
    await ready();
    const answers = await Promise.all(Array.from({ length: 300 }, ask));
    const busy = answers.filter(({ error }) => error === 'busy');
    const drawn = answers.filter(({ status }) => status === 200);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy).toEqual(busy.map(() => ({ status: 503, error: 'busy', retryAfter: '1' })));
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length + busy.length).toBe(300);
    expect((await ask()).status).toBe(200);
    expect(service.output.filter((line) => line.includes('drawing is busy'))).not.toEqual([]);
    expect(await service.stop()).toBe(0);
  });
});

describe('a crash of the drawing threads', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkblot-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is survived: others take over, under load, and it is logged', async () => {
    const file = join(folder, 'crash');
    const preload = fileURLToPath(
      new URL('../support/processes/crash-threads.ts', import.meta.url),
    );
    service = await startService(
      { PICTURE_STOCK: '0', DRAWING_THREADS: '2', CRASH_FILE: file },
      folder,
      ['--import', preload],
    );
    await ready();
    const seen: Awaited<ReturnType<typeof ask>>[] = [];
    let running = true;
    const client = async () => {
      while (running) seen.push(await ask());
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    await eventually(async () => seen.length > 50);
    writeFileSync(file, '');
    const lost = () => service.output.filter((line) => line.includes('drawing thread was lost'));
    await eventually(async () => lost().length === 2);
    const then = seen.length;
    await eventually(async () => seen.length > then + 50);
    running = false;
    await clients;
    // A crash costs at most the picture that each thread was at.
    const failed = seen.filter(({ status }) => status !== 200);
    expect(failed.length).toBeLessThanOrEqual(2);
    for (const { error } of failed) expect(error).toBe('busy');
    expect(lost().join()).toContain('crash of thread');
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });
});
