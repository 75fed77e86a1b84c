import type { Media, MediaJob } from './job.ts';
import { encodeApng } from './motion/apng.ts';
import { createDrawMotion, FRAME_MS } from './motion/draw.ts';
import { createDrawPicture } from './picture/draw.ts';
import { loadFonts } from './picture/glyphs.ts';
import { encodePng } from './picture/png.ts';
import { hashTexts } from './puzzle/bcrypt.ts';
import { createRenderSound } from './sound/render.ts';

/** What a renderer reads besides the files of the service. */
export interface RenderOptions {
  /** A folder of voice packs. Checked when a sound is first asked for. */
  readonly voicesDir?: string;
}

// Read with the module, before the service answers its first request.
const fonts = loadFonts();
const drawPicture = createDrawPicture(fonts);
const drawMotion = createDrawMotion(fonts);

/**
 * Renders jobs in the calling thread. Pure: the same job gives the same bytes. Throws a RangeError
 * if the job asks for more than its kind's limits allow.
 */
export function createRenderNow({ voicesDir }: RenderOptions): (job: MediaJob) => Media {
  const renderSound = createRenderSound(voicesDir);
  return (job) => {
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
        return renderSound(job);
      case 'puzzle':
        return { type: 'application/octet-stream', bytes: hashTexts(job) };
    }
  };
}

/** The same with nothing but the files of the service. */
export const renderNow = createRenderNow({});
