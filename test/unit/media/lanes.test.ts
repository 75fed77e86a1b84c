import { describe, expect, it } from 'vitest';
import type { MediaJob } from '../../../src/media/job.ts';
import { createLanes, type Lanes } from '../../../src/media/lanes.ts';

type Task = { job: MediaJob };
const seed = new Uint8Array(32);
const picture: MediaJob = {
  kind: 'picture',
  text: 'A',
  level: 1,
  epochSeed: seed,
  seed,
  widthPx: 240,
  heightPx: 80,
};
const sound: MediaJob = { kind: 'sound', digits: '1', language: 'en', level: 1, seed };

function add(lanes: Lanes<Task>, job: MediaJob, count: number, isNeeded = true): void {
  for (let n = 0; n < count; n++) lanes.laneOf(job, isNeeded).tasks.push({ job });
}

/** What the next list for a thread holds, as `32 picture`. */
function next(lanes: Lanes<Task>, threads = 1): string {
  const batch = lanes.take(threads)?.batch ?? [];
  return `${batch.length} ${batch[0]?.job.kind ?? 'nothing'}`;
}

describe('a list for a thread', () => {
  it('has many pictures, but one sound: a sound takes as long as a hundred pictures', () => {
    const lanes = createLanes<Task>(1000);
    add(lanes, picture, 40);
    expect([next(lanes), next(lanes), next(lanes)]).toEqual([
      '32 picture',
      '8 picture',
      '0 nothing',
    ]);
    add(lanes, sound, 3);
    expect([next(lanes), next(lanes), next(lanes)]).toEqual(Array(3).fill('1 sound'));
  });

  it('leaves their share to other threads that are free', () => {
    const lanes = createLanes<Task>(1000);
    add(lanes, picture, 10);
    expect([next(lanes, 3), next(lanes, 2), next(lanes, 1)]).toEqual([
      '4 picture',
      '3 picture',
      '3 picture',
    ]);
  });

  it('has what is ahead of need when nothing else waits, in short lists', () => {
    const lanes = createLanes<Task>(1000);
    add(lanes, picture, 20, false);
    add(lanes, sound, 1, false);
    add(lanes, sound, 1);
    expect(lanes.needed()).toBe(1);
    expect([next(lanes), next(lanes), next(lanes), next(lanes)]).toEqual([
      '1 sound',
      '16 picture',
      '4 picture',
      '1 sound',
    ]);
  });
});

describe('pictures and sounds', () => {
  it('do not wait behind each other: a picture that comes is next', () => {
    const lanes = createLanes<Task>(1000);
    add(lanes, sound, 20);
    for (let n = 0; n < 5; n++) {
      expect(next(lanes)).toBe('1 sound');
      add(lanes, picture, 1);
      expect(next(lanes)).toBe('1 picture');
    }
  });

  it('get the same time when there is too much of both', () => {
    const lanes = createLanes<Task>(10_000);
    const drawn = { picture: 0, sound: 0, nothing: 0 };
    for (let n = 0; n < 600; n++) {
      add(lanes, picture, 40);
      add(lanes, sound, 1);
      const [count, kind] = next(lanes).split(' ') as [string, keyof typeof drawn];
      drawn[kind] += Number(count);
    }
    expect(drawn.nothing).toBe(0);
    expect(drawn.picture / (150 * drawn.sound)).toBeCloseTo(1, 1);
  });

  it('have queues of their own, and few sounds may wait', () => {
    const lanes = createLanes<Task>(1000);
    expect(lanes.laneOf(picture, true).maxTasks).toBe(1000);
    expect(lanes.laneOf(sound, true).maxTasks).toBe(64);
    expect(createLanes<Task>(10).laneOf(sound, true).maxTasks).toBe(10);
  });
});
