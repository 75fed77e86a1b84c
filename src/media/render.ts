import type { Media, MediaJob } from './job.ts';
import { encodeApng } from './motion/apng.ts';
import { createDrawMotion, FRAME_MS } from './motion/draw.ts';
import { createDrawPicture } from './picture/draw.ts';
import { loadFonts } from './picture/glyphs.ts';
import { encodePng } from './picture/png.ts';

// Read with the module, before the service answers its first request.
const fonts = loadFonts();
const drawPicture = createDrawPicture(fonts);
const drawMotion = createDrawMotion(fonts);

/**
 * Renders a job in the calling thread. Pure: the same job gives the same bytes. Throws a RangeError
 * if the job asks for more than its kind's limits allow.
 */
export function renderNow(job: MediaJob): Media {
  switch (job.kind) {
    case 'picture': {
      const { bits, palette } = drawPicture(job);
      return { type: 'image/png', bytes: encodePng(bits, palette) };
    }
    case 'motion': {
      const { frames, palette } = drawMotion(job);
      return { type: 'image/png', bytes: encodeApng(frames, palette, FRAME_MS) };
    }
    case 'sound':
      throw new RangeError(`${job.kind} cannot be rendered yet`);
  }
}
