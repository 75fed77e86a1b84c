import { describe, expect, it } from 'vitest';
import { createPath } from '../../../../src/media/motion/path.ts';
import { randomOf } from '../../../support/pixels.ts';

const PATHS = Array.from({ length: 200 }, (_, n) => createPath(20, randomOf(n)));

describe('a path', () => {
  it('has a step for each frame, of more than one pixel and up to three', () => {
    const steps = PATHS.flat();
    expect(steps.length).toBe(20 * PATHS.length);
    const lengths = steps.map(({ x, y }) => Math.hypot(x, y));
    expect(Math.min(...lengths)).toBeGreaterThan(1.9);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(3);
    expect(Math.min(...steps.map(({ x }) => x))).toBeGreaterThanOrEqual(1);
  });

  it('never brings a grain back, wherever it strays by a pixel, nor in the next round', () => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const path of PATHS) {
      for (let from = 0; from < 20; from++) {
        let [x, y] = [0, 0];
        for (let steps = 1; steps <= 20; steps++) {
          const step = path[(from + steps) % 20];
          x += step?.x ?? 0;
          y += step?.y ?? 0;
          nearest = Math.min(nearest, Math.max(Math.abs(x), Math.abs(y)) - steps);
        }
      }
    }
    expect(nearest).toBeGreaterThan(0);
  });

  it('changes its speed or direction every few frames, and is another one for another seed', () => {
    for (const path of PATHS) expect(new Set(path).size).toBeGreaterThan(1);
    const known = PATHS.map((path) => JSON.stringify(path));
    expect(new Set(known).size).toBeGreaterThan(190);
  });
});
