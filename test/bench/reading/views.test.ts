import { describe, expect, it } from 'vitest';
import { VIEWS, type View } from '../../../bench/reading/views.ts';
import { createImage, type RgbImage } from '../../../bench/support/rgb-image.ts';

const show = (view: string, picture: RgbImage) => (VIEWS[view] as View).show(picture);
const colourOf = (view: string, colour: number) =>
  Buffer.from(show(view, createImage(1, 1, colour)).pixels).toString('hex');

describe('a view', () => {
  it.each(Object.keys(VIEWS))('%s leaves white, black and grays as they are', (view) => {
    for (const gray of ['ffffff', '000000', '808080', '050505']) {
      expect(colourOf(view, Number.parseInt(gray, 16)).slice(0, 6)).toBe(gray);
    }
  });

  it('of somebody without green or red cones turns red and green into yellows', () => {
    for (const view of ['deutan', 'protan']) {
      const [red, green] = [0xff0000, 0x00ff00].map((colour) => colourOf(view, colour));
      for (const hex of [red, green]) {
        expect(Number.parseInt(hex?.slice(4, 6) ?? '', 16)).toBeLessThan(
          Number.parseInt(hex?.slice(0, 2) ?? '', 16),
        );
      }
    }
  });

  it('without colours keeps the luminance', () => {
    // sRGB green has 71.52 % of the light of white.
    expect(colourOf('gray', 0x00ff00)).toBe('dcdcdc');
  });

  it('of twice the size doubles both sides, and smooths what lies between', () => {
    const halves = createImage(2, 1, 0x000000);
    halves.pixels.fill(255, 3);
    const { widthPx, heightPx, pixels } = show('zoom2', halves);
    expect([widthPx, heightPx]).toEqual([4, 2]);
    expect([...pixels.filter((_, at) => at % 3 === 0)]).toEqual([0, 64, 191, 255, 0, 64, 191, 255]);
  });

  it('of a narrow page has the width of its frame, whatever the picture has', () => {
    for (const widthPx of [120, 240, 600]) {
      expect(show('narrow', createImage(widthPx, 80, 0x808080)).widthPx).toBe(244);
    }
  });
});
