import { RATE_HZ } from '../../src/media/sound/wav.ts';

const ms = (milliseconds: number) => Math.round((milliseconds * RATE_HZ) / 1000);

const FRAME = ms(10);
/** Quieter than this below the loudest frame is silence. Less would cut off a final t or a French r. */
const SILENCE_DB = -42;
const KEEP_BEFORE = ms(15);
const KEEP_AFTER = ms(30);
const FADE_IN = ms(4);
const FADE_OUT = ms(12);

/** What is said, without the silence around it, from nothing and to nothing. */
export function trim(samples: Float32Array): Float32Array {
  const frames = Array.from({ length: Math.floor(samples.length / FRAME) }, (_, frame) => {
    const part = samples.subarray(frame * FRAME, (frame + 1) * FRAME);
    return part.reduce((sum, value) => sum + value * value, 0);
  });
  const least = Math.max(...frames) * 10 ** (SILENCE_DB / 10);
  const first = frames.findIndex((energy) => energy > least);
  const last = frames.findLastIndex((energy) => energy > least);
  if (first < 0) throw new Error('nothing is said');
  const clip = samples.slice(
    Math.max(0, first * FRAME - KEEP_BEFORE),
    Math.min(samples.length, (last + 1) * FRAME + KEEP_AFTER),
  );
  for (let n = 0; n < FADE_IN; n++) clip[n] = ((clip[n] as number) * n) / FADE_IN;
  for (let n = 0; n < FADE_OUT; n++) {
    const at = clip.length - 1 - n;
    clip[at] = ((clip[at] as number) * n) / FADE_OUT;
  }
  return clip;
}
