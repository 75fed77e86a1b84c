import { RATE_HZ } from './wav.ts';

/** A filter of the second order, scaled so that the newest output counts 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Factor of amplitude for decibels. */
export function fromDb(db: number): number {
  return Math.exp((db * Math.LN10) / 20);
}

/** Lets all frequencies pass and turns their phase about `hz` (Audio EQ Cookbook, R. Bristow-Johnson). */
export function allPass(hz: number, q: number): Biquad {
  const { cos, alpha } = at(hz, q);
  const a0 = 1 + alpha;
  const [a1, a2] = [(-2 * cos) / a0, (1 - alpha) / a0];
  return { b0: a2, b1: a1, b2: 1, a1, a2 };
}

/** Lifts or lowers what is about `hz` (Audio EQ Cookbook, R. Bristow-Johnson). */
export function peaking(hz: number, q: number, db: number): Biquad {
  const { cos, alpha } = at(hz, q);
  const gain = fromDb(db / 2);
  const a0 = 1 + alpha / gain;
  return {
    b0: (1 + alpha * gain) / a0,
    b1: (-2 * cos) / a0,
    b2: (1 - alpha * gain) / a0,
    a1: (-2 * cos) / a0,
    a2: (1 - alpha / gain) / a0,
  };
}

/** Filters in place. */
export function applyBiquad(samples: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let s1 = 0;
  let s2 = 0;
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] as number;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[n] = y;
  }
}

function at(hz: number, q: number): { cos: number; alpha: number } {
  const w = (2 * Math.PI * hz) / RATE_HZ;
  return { cos: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
}
