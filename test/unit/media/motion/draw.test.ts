import { describe, expect, it } from 'vitest';
import type { MotionJob } from '../../../../src/media/job.ts';
import {
  createDrawMotion,
  FRAME_MS,
  MOTION_FRAMES,
  MOTION_SIZE,
} from '../../../../src/media/motion/draw.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { renderNow } from '../../../../src/media/render.ts';
import { framesOf } from '../../../support/media/animation.ts';
import { inkPx, pixelsOf, seedOf } from '../../../support/media/pixels.ts';

const job: MotionJob = {
  kind: 'motion',
  text: 'KHTM',
  level: 2,
  epochSeed: seedOf(1),
  seed: seedOf(1),
};

const draw = createDrawMotion(loadFonts());

/** What an animation shows, as a text that can be compared. */
function show(change: Partial<MotionJob>, drawMotion = draw): string {
  const { frames, palette } = drawMotion({ ...job, ...change });
  return JSON.stringify([palette, ...frames.map((frame) => pixelsOf(frame).join(''))]);
}

describe('an animation', () => {
  it('is smaller than the area in which flashes are safe, a quarter of 341 × 256', () => {
    const { widthPx, heightPx } = MOTION_SIZE;
    expect(widthPx * heightPx).toBeLessThan((341 * 256) / 4);
    for (const frame of draw(job).frames) {
      expect([frame.widthPx, frame.heightPx]).toEqual([widthPx, heightPx]);
    }
  });

  it('has 20 to 30 frames a second', () => {
    expect(draw(job).frames.length).toBe(MOTION_FRAMES);
    expect(1000 / FRAME_MS).toBeGreaterThanOrEqual(20);
    expect(1000 / FRAME_MS).toBeLessThanOrEqual(30);
  });

  it('is a file of at most 60 kB at every level', () => {
    for (const level of [1, 2, 3] as const) {
      const { type, bytes } = renderNow({ ...job, level });
      expect(type).toBe('image/png');
      expect(bytes.length).toBeLessThanOrEqual(60_000);
      const { frames } = draw({ ...job, level });
      // As texts: a difference of 432,000 numbers takes minutes to print.
      const decoded = framesOf(bytes, MOTION_SIZE.widthPx).map((frame) => frame.join(''));
      expect(decoded.join() === frames.map((frame) => pixelsOf(frame).join('')).join()).toBe(true);
    }
  });

  it('has letters with strokes that motion can show: large ones', () => {
    for (const text of ['KHTM', 'WWWW', 'LLLL', '3AOU']) {
      const { letters } = draw({ ...job, text });
      const pixels = pixelsOf(letters);
      const rows = Array.from({ length: letters.heightPx }, (_, y) =>
        pixels.subarray(y * letters.widthPx, (y + 1) * letters.widthPx).includes(1),
      );
      expect(rows.lastIndexOf(true) - rows.indexOf(true)).toBeGreaterThan(60);
      expect(inkPx(letters)).toBeGreaterThan(0.1 * pixels.length);
    }
  });

  it('differs in its motion, not in its letters, from level to level', () => {
    const [one, two, three] = ([1, 2, 3] as const).map((level) => show({ level }));
    expect(new Set([one, two, three]).size).toBe(3);
  });
});

describe('equal jobs', () => {
  it('give equal animations, whoever draws them, whatever was drawn in between', () => {
    const first = show({});
    expect(show({}, createDrawMotion(loadFonts()))).toBe(first);
    for (let n = 2; n < 8; n++) show({ epochSeed: seedOf(n), text: 'AEH' });
    expect(show(structuredClone(job))).toBe(first);
  });

  it('and only they: another seed, text or epoch gives another one', () => {
    const all = [{}, { seed: seedOf(2) }, { text: 'KHTA' }, { epochSeed: seedOf(2) }].map(
      (change) => show(change),
    );
    expect(new Set(all).size).toBe(4);
  });
});

describe('a job', () => {
  it.each<[string, Partial<MotionJob>]>([
    ['no text', { text: '' }],
    ['too long a text', { text: 'AEHKLMO' }],
    ['a character without a glyph', { text: 'ABc' }],
    ['a short seed', { seed: new Uint8Array(31) }],
    ['a short seed of the epoch', { epochSeed: new Uint8Array(31) }],
    ['level 0', { level: 0 as MotionJob['level'] }],
    ['level 4', { level: 4 as MotionJob['level'] }],
  ])('with %s is refused', (_, change) => {
    expect(() => draw({ ...job, ...change })).toThrow(RangeError);
  });

  it('with one character or six is drawn', () => {
    for (const text of ['A', 'WWWWWW'])
      expect(inkPx(draw({ ...job, text }).letters)).toBeGreaterThan(500);
  });
});
