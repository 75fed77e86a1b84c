import { beforeEach, describe, expect, it } from 'vitest';
import { BusyError, type Media, type PuzzleJob } from '../../../src/media/job.ts';
import { createMetrics, type Metrics } from '../../../src/metrics/metrics.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { type Store, StoreError } from '../../../src/store/store.ts';

const job: PuzzleJob = { kind: 'puzzle', texts: [], salt: new Uint8Array(16), cost: 0 };
const media: Media = { type: 'text/plain', bytes: new Uint8Array() };

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics();
});

/** The series whose line begins like this, with their values; those that are 0 left out. */
async function linesOf(start: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text
    .split('\n')
    .filter((line) => line.startsWith(start) && !line.endsWith(' 0'))
    .map((line) => line.slice(start.length));
}

describe('a store that is observed', () => {
  it('does what it did, and each operation is timed', async () => {
    const store = metrics.ofStore(
      createMemoryStore({ maxEntries: 10, maxBytes: 1e6, nowMs: () => 0 }),
    );
    await store.set('key', 'value', 1000);
    expect(await store.get('key')).toBe('value');
    expect(await store.extend('key', 1000)).toBe(true);
    expect(await store.take('key')).toBe('value');
    expect(await store.take('key')).toBeNull();
    expect(await store.increment('count', 1000, 3)).toEqual({ count: 3, resetMs: 1000 });
    await store.ping();
    await store.close();
    await expect(store.get('key')).rejects.toThrow(StoreError);
    expect(await linesOf('inkblot_store_operation_duration_seconds_count')).toEqual([
      '{operation="set"} 1',
      '{operation="get"} 2',
      '{operation="extend"} 1',
      '{operation="take"} 2',
      '{operation="increment"} 1',
      '{operation="ping"} 1',
    ]);
  });

  it('tells why it failed, and fails all the same', async () => {
    const failure = (code: 'full' | 'unavailable') => async () => {
      throw new StoreError(code, code);
    };
    const broken = { set: failure('full'), get: failure('unavailable') } as unknown as Store;
    const store = metrics.ofStore(broken);
    await expect(store.set('key', 'value', 1)).rejects.toThrow('full');
    await expect(store.get('key')).rejects.toThrow('unavailable');
    expect(await linesOf('inkblot_store_errors_total')).toEqual([
      '{operation="set",reason="full"} 1',
      '{operation="get",reason="unavailable"} 1',
    ]);
  });
});

describe('a renderer that is observed', () => {
  it('gives what it gave, and the wait for it is timed', async () => {
    const render = metrics.ofRender(async () => media);
    expect(await render(job)).toBe(media);
    expect(await linesOf('inkblot_render_duration_seconds_count')).toEqual(['{kind="puzzle"} 1']);
    expect(await linesOf('inkblot_render_failures_total')).toEqual([]);
  });

  it('tells a crowd from a fault', async () => {
    const failing = (error: Error) => metrics.ofRender(() => Promise.reject(error))(job);
    await expect(failing(new BusyError('crowded'))).rejects.toThrow('crowded');
    await expect(failing(new RangeError('too large'))).rejects.toThrow('too large');
    expect(await linesOf('inkblot_render_failures_total')).toEqual([
      '{kind="puzzle",reason="busy"} 1',
      '{kind="puzzle",reason="error"} 1',
    ]);
  });
});

describe('a calibration that is observed', () => {
  it('tells how people do, and forgets what nobody has answered lately', async () => {
    const report = { kind: 'picture', level: 1, medianSolveMs: 4000 } as const;
    const rounds = [
      [
        { ...report, style: 'waves', right: 3, wrong: 1, weight: 1 },
        { ...report, style: 'folds', right: 1, wrong: 9, weight: 0.25 },
      ],
      [{ ...report, style: 'waves', right: 4, wrong: 1, weight: 1 }],
    ];
    const calibration = metrics.ofCalibration({
      note: () => {},
      pickStyle: () => undefined,
      sync: async () => rounds.shift() ?? [],
    });
    expect(await calibration.sync()).toHaveLength(2);
    expect(await linesOf('inkblot_style_weight')).toEqual([
      '{kind="picture",level="1",style="waves"} 1',
      '{kind="picture",level="1",style="folds"} 0.25',
    ]);
    await calibration.sync();
    expect(await linesOf('inkblot_style_first_answers')).toEqual([
      '{kind="picture",level="1",style="waves",outcome="right"} 4',
      '{kind="picture",level="1",style="waves",outcome="wrong"} 1',
    ]);
  });
});

describe('what is looked at', () => {
  it('is what it is when somebody reads', async () => {
    let queued = 1;
    metrics.watch({
      version: '1.2.3',
      drawing: () => ({ threads: 2, busy: 1, queued }),
      drawingQueue: 1000,
      ready: () => 500,
      pictureStock: 1000,
    });
    expect(await linesOf('inkblot_drawing_queue_jobs')).toEqual([' 1']);
    queued = 7;
    expect(await linesOf('inkblot_drawing_queue_jobs')).toEqual([' 7']);
    expect(await linesOf('inkblot_build_info')).toEqual(['{version="1.2.3"} 1']);
  });

  it('is whether there is a store, and how many threads were lost', async () => {
    metrics.storeIs('up');
    expect(await linesOf('inkblot_store_up')).toEqual([' 1']);
    metrics.storeIs('down');
    expect(await linesOf('inkblot_store_up')).toEqual([]);
    metrics.threadLost();
    expect(await linesOf('inkblot_drawing_threads_lost_total')).toEqual([' 1']);
  });
});
