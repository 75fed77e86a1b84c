import { expect, it } from 'vitest';
import { FRAME_MS, MOTION_FRAMES, MOTION_SIZE } from '../../src/media/motion/draw.ts';
import { renderNow } from '../../src/media/render.ts';
import { framesOf } from '../support/media/animation.ts';
import { seedOf } from '../support/media/pixels.ts';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';

/** What a browser makes of the picture. */
interface Seen {
  readonly size: readonly number[];
  readonly rounds: number;
  /** How long each frame stays, and its pixels: 1 where it is dark. */
  readonly frames: readonly { readonly ms: number; readonly dark: string }[];
}

const LOOK = `(async () => {
  const { body } = await fetch('/text.png');
  const decoder = new ImageDecoder({ data: body, type: 'image/png' });
  await decoder.tracks.ready;
  await decoder.completed;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
  const frames = [];
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let dark = '';
    for (let at = 1; at < data.length; at += 4) dark += data[at] < 128 ? '1' : '0';
    frames.push({ ms: image.duration / 1000, dark });
  }
  const { naturalWidth, naturalHeight } = document.images[0];
  return { size: [naturalWidth, naturalHeight], rounds: repetitionCount, frames };
})()`;

describeWith({ chromium: CHROMIUM }, 'a moving text', () => {
  const pages = usePages();
  const { bytes, type } = renderNow({
    kind: 'motion',
    text: 'KHTM',
    level: 1,
    epochSeed: seedOf(1),
    seed: seedOf(1),
  });

  it('is an animation of the same frames to Chromium, which plays it for ever', async () => {
    const page = await pages.open();
    // Image decoders are for secure contexts.
    await page.route('https://example.test/**', (route) =>
      route.request().url().endsWith('.png')
        ? route.fulfill({ contentType: type, body: Buffer.from(bytes) })
        : route.fulfill({ contentType: 'text/html', body: '<img src="/text.png">' }),
    );
    await page.goto('https://example.test/');
    const seen = await page.evaluate<Seen>(LOOK);
    expect(seen.size).toEqual([MOTION_SIZE.widthPx, MOTION_SIZE.heightPx]);
    expect(seen.rounds).toBe(Number.POSITIVE_INFINITY);
    expect(seen.frames.map(({ ms }) => ms)).toEqual(new Array(MOTION_FRAMES).fill(FRAME_MS));
    const expected = framesOf(bytes, MOTION_SIZE.widthPx).map((frame) => frame.join(''));
    expect(seen.frames.map(({ dark }) => dark).join() === expected.join()).toBe(true);
  });
});
