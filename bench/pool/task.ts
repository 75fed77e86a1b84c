// The program of a thread in piscina and tinypool: both take the function that a module exports.

import type { Media } from '../../src/media/job.ts';
import { pretendToRender } from './job.ts';

/** Draws one picture. */
export function draw(): Media {
  return pretendToRender();
}
