import type { Media, MediaJob } from '../../src/media/job.ts';

/** What a picture costs to draw: as busy as that keeps a thread, without the drawing itself. */
const DRAWING_MS = 0.03;
const PICTURE_BYTES = 2600;

/** Stands in for the renderer: what is compared is how jobs get into threads and answers out. */
export function pretendToRender(): Media {
  const end = performance.now() + DRAWING_MS;
  while (performance.now() < end);
  return { type: 'image/png', bytes: new Uint8Array(PICTURE_BYTES) };
}

/** A job as the service asks for. */
export function newJob(): MediaJob {
  const size = { widthPx: 240, heightPx: 80 };
  const seeds = { epochSeed: new Uint8Array(32), seed: new Uint8Array(32) };
  return { kind: 'picture', text: 'ACE347', level: 2, ...seeds, ...size };
}
