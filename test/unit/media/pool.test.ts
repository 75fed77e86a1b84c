import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BusyError, type MediaJob } from '../../../src/media/job.ts';
import {
  createPool,
  type LostThread,
  type Pool,
  type PoolOptions,
} from '../../../src/media/pool.ts';
import { renderNow } from '../../../src/media/render.ts';
import { eventually } from '../../support/processes/ports.ts';

const program = (path: string) => new URL(`../../${path}`, import.meta.url);
const SCRIPTED = program('support/media/workers/scripted.ts');

/** What is not under test is far away: a test that takes this limit fails by its own. */
const NEVER_MS = 60_000;

let pool: Pool;
let losses: LostThread[];
afterEach(() => pool.close());

function start(options: Partial<PoolOptions> = {}): Pool {
  losses = [];
  pool = createPool({
    workerUrl: SCRIPTED,
    threads: 1,
    maxQueued: 100,
    timeoutMs: NEVER_MS,
    maxHeapMb: 64,
    onThreadLost: (lost) => losses.push(lost),
    ...options,
  });
  return pool;
}

function job(text: string): MediaJob {
  const [seed, epochSeed] = [new Uint8Array(32).fill(text.length), new Uint8Array(32)];
  return { kind: 'picture', text, level: 2, epochSeed, seed, widthPx: 240, heightPx: 80 };
}

const draw = (text: string) => pool.render(job(text));
const ahead = (text: string) => pool.renderWhenIdle(job(text));
const textOf = async (media: ReturnType<typeof draw>) => String(Buffer.from((await media).bytes));
const ready = () => eventually(async () => pool.stats().threads > 0);
/** A job that keeps the only thread until the end of the test. */
const hang = async () => {
  const hanging = draw('HANG');
  hanging.catch(() => {});
  await eventually(async () => pool.stats().busy === 1);
};

describe('a pool', () => {
  it('tells of each job how long a thread was at it, needed now or not', async () => {
    const drawn: [kind: string, isTime: boolean][] = [];
    start({ onDrawn: (kind, durationMs) => drawn.push([kind, durationMs >= 0]) });
    await Promise.all([draw('ONE'), ahead('TWO'), draw('RANGE').catch(() => {})]);
    expect(drawn).toEqual(Array(3).fill(['picture', true]));
  });

  it('draws what the calling thread would have drawn, byte for byte', async () => {
    start({ workerUrl: program('../src/media/worker.ts'), threads: 2, maxHeapMb: 128 });
    const jobs = Array.from({ length: 40 }, (_, n) => ({
      ...job('ACE347'),
      seed: new Uint8Array(32).fill(n),
    }));
    const drawn = await Promise.all(jobs.map(pool.render));
    expect(drawn.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
      jobs.map((each) => Buffer.from(renderNow(each).bytes).toString('hex')),
    );
  });

  it('says what the calling thread would have said, with voices of its own folder', async () => {
    const voicesDir = mkdtempSync(join(tmpdir(), 'voices-'));
    try {
      cpSync(new URL('../../../assets/voices/it', import.meta.url), join(voicesDir, 'en'), {
        recursive: true,
      });
      start({ workerUrl: program('../src/media/worker.ts'), maxHeapMb: 128, voicesDir });
      const seed = new Uint8Array(32);
      const sound = { kind: 'sound', digits: '482', language: 'en', level: 1, seed } as const;
      const { type, bytes } = await pool.render(sound);
      expect(type).toBe('audio/wav');
      const equals = (other: MediaJob) => Buffer.from(bytes).equals(renderNow(other).bytes);
      expect([equals({ ...sound, language: 'it' }), equals(sound)]).toEqual([true, false]);
    } finally {
      rmSync(voicesDir, { recursive: true });
    }
  });

  it('gives each caller the answer to its own job, and bytes that are its own', async () => {
    start({ threads: 2, maxQueued: 500 });
    await eventually(async () => pool.stats().threads === 2);
    const texts = Array.from({ length: 500 }, (_, n) => `text ${n}`);
    const drawn = await Promise.all(texts.map(draw));
    expect(drawn.map(({ bytes }) => String(Buffer.from(bytes)))).toEqual(texts);
    for (const { bytes } of drawn) expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
    expect(new Set(drawn.map(({ type }) => type)).size).toBe(2);
  });

  it('lets jobs wait until its threads have started', async () => {
    start();
    expect(pool.stats()).toMatchObject({ threads: 0 });
    const early = draw('early');
    expect(pool.stats()).toMatchObject({ threads: 0, queued: 1 });
    expect(await textOf(early)).toBe('early');
    expect(pool.stats()).toEqual({ threads: 1, busy: 0, queued: 0, lost: 0 });
  });

  it('rejects a job beyond the limits to its caller alone, and keeps the thread', async () => {
    start();
    const [before, wrong, after] = [draw('before'), draw('RANGE'), draw('after')];
    await expect(wrong).rejects.toThrow(RangeError);
    expect(await Promise.all([textOf(before), textOf(after)])).toEqual(['before', 'after']);
    expect(losses).toEqual([]);
  });
});

describe('the queue', () => {
  it('refuses what is too much, at once, and serves the rest', async () => {
    start({ maxQueued: 3 });
    await ready();
    const asked = Array.from({ length: 5 }, (_, n) => draw(`text ${n}`));
    for (const each of asked.slice(3)) await expect(each).rejects.toThrow(BusyError);
    expect(await Promise.all(asked.slice(0, 3).map(textOf))).toEqual([
      'text 0',
      'text 1',
      'text 2',
    ]);
  });

  it('counts what is ahead of need apart, and refuses too much of that, too', async () => {
    start({ maxQueued: 2 });
    await hang();
    const asked = [ahead('1'), ahead('2'), draw('3'), draw('4')];
    for (const each of asked) each.catch(() => {});
    await expect(ahead('5')).rejects.toThrow('full');
    await expect(draw('6')).rejects.toThrow('full');
    expect(pool.stats()).toMatchObject({ queued: 2 });
  });

  it('puts what is needed before what is ahead of need', async () => {
    start();
    const order: string[] = [];
    const note = async (media: ReturnType<typeof draw>) => order.push(await textOf(media));
    const first = Array.from({ length: 10 }, () => note(ahead('ahead')));
    const then = Array.from({ length: 10 }, () => note(draw('needed')));
    await Promise.all([...first, ...then]);
    expect(order).toEqual([...Array(10).fill('needed'), ...Array(10).fill('ahead')]);
  });

  it('does not keep a picture behind many sounds', async () => {
    start();
    await ready();
    const order: string[] = [];
    const say = async () => {
      const seed = new Uint8Array(32);
      await pool.render({ kind: 'sound', digits: '1', language: 'en', level: 1, seed });
      order.push('sound');
    };
    const sounds = Array.from({ length: 20 }, say);
    await sounds[0];
    await draw('picture').then(() => order.push('picture'));
    // The first was said, the second was under way when the picture came.
    expect(order.indexOf('picture')).toBeLessThanOrEqual(2);
    await Promise.all(sounds);
  });

  it('lets nobody wait much longer than twice the time a picture may take', async () => {
    start({ workerUrl: program('support/media/workers/mute.ts'), timeoutMs: 40 });
    await expect(draw('unheard')).rejects.toThrow('no thread was free in 80 ms');
    await expect(ahead('unheard')).rejects.toThrow(BusyError);
    expect(pool.stats()).toMatchObject({ queued: 0 });
  });
});

describe('a thread that hangs', () => {
  it('is replaced, and only the job that it was at is lost', async () => {
    start({ timeoutMs: 200 });
    await ready();
    const [before, hanging, after] = [draw('before'), draw('HANG'), draw('after')];
    const behind = (async () => {
      await eventually(async () => pool.stats().busy === 1);
      return await textOf(draw('behind'));
    })();
    await expect(hanging).rejects.toThrow(BusyError);
    expect(await Promise.all([textOf(before), textOf(after), behind])).toEqual([
      'before',
      'after',
      'behind',
    ]);
    expect(losses).toEqual([{ reason: 'no picture in 200 ms', retryMs: 0 }]);
  });

  it('does not keep another thread from drawing', async () => {
    start({ threads: 2 });
    await eventually(async () => pool.stats().threads === 2);
    await hang();
    expect(await textOf(draw('elsewhere'))).toBe('elsewhere');
    expect(pool.stats()).toMatchObject({ threads: 2, busy: 1 });
  });
});

describe('a thread that ends', () => {
  it.each([
    ['exits', 'EXIT', 'it ended with code 3'],
    ['runs out of memory', 'FILL', 'memory limit'],
  ])(
    'because it %s is replaced, and only the job that it was at is lost',
    async (_how, text, reason) => {
      start({ maxHeapMb: 16 });
      await ready();
      const [before, fatal, after] = [draw('before'), draw(text), draw('after')];
      await expect(fatal).rejects.toThrow(BusyError);
      expect(await Promise.all([textOf(before), textOf(after)])).toEqual(['before', 'after']);
      expect(losses).toEqual([{ reason: expect.stringContaining(reason), retryMs: 0 }]);
      expect(pool.stats()).toMatchObject({ threads: 1, lost: 1 });
    },
  );

  it('because it throws between two jobs is replaced, and nothing is lost', async () => {
    start();
    expect(await textOf(draw('CRASH LATER'))).toBe('CRASH LATER');
    await eventually(async () => losses.length === 1);
    expect(losses[0]?.reason).toBe('outside a job');
    expect(await textOf(draw('next'))).toBe('next');
  });

  it('at its start, again and again, is started ever later, and jobs are refused meanwhile', async () => {
    start({ workerUrl: program('support/media/workers/broken.ts') });
    await eventually(async () => losses.length === 4);
    expect(losses.map(({ retryMs }) => retryMs)).toEqual([0, 100, 200, 400]);
    expect(losses[0]?.reason).toBe('broken from the start');
    expect(pool.stats()).toEqual({ threads: 0, busy: 0, queued: 0, lost: 4 });
    await expect(draw('now')).rejects.toThrow('no thread can draw');
  });

  it('is not the only one to be replaced: so is one that does not get ready in a good while', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      start({ workerUrl: program('support/media/workers/mute.ts'), timeoutMs: 1000 });
      vi.advanceTimersByTime(14_000);
      expect(losses).toEqual([]);
      vi.advanceTimersByTime(2000);
      expect(losses).toEqual([{ reason: 'it does not start', retryMs: 0 }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('now and then is started at once each time: drawing in between shows that it can', async () => {
    start();
    for (let n = 1; n <= 3; n++) {
      await expect(draw('EXIT')).rejects.toThrow(BusyError);
      expect(await textOf(draw('well'))).toBe('well');
    }
    expect(losses.map(({ retryMs }) => retryMs)).toEqual([0, 0, 0]);
  });
});

describe('closing', () => {
  it('rejects what is drawn and what waits, ends threads that hang, and starts no other', async () => {
    start();
    const hanging = draw('HANG');
    await eventually(async () => pool.stats().busy === 1);
    const left = [hanging, draw('waits'), ahead('waits')].map((each) =>
      expect(each).rejects.toThrow('closed'),
    );
    await pool.close();
    await Promise.all(left);
    await turn();
    expect(pool.stats()).toEqual({ threads: 0, busy: 0, queued: 0, lost: 0 });
    await expect(draw('late')).rejects.toThrow('closed');
    expect(losses).toEqual([]);
  });

  it('is done when there is a thread to start again, and may be done twice', async () => {
    start({ workerUrl: program('support/media/workers/broken.ts') });
    await eventually(async () => losses.length === 2);
    await pool.close();
    await pool.close();
    expect(losses).toHaveLength(2);
  });
});
