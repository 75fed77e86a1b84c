import { describe, expect, it } from 'vitest';
import { readFilm } from '../../../../../widget/kinds/motion/apng.ts';
import { noiseFilm, noisePng } from '../../../../browser/support/png.ts';

const bytesOf = (file: Buffer) => Uint8Array.from(file).buffer;

describe('the reader of films', () => {
  it('reads what the service draws', async () => {
    const film = await readFilm(bytesOf(noiseFilm(20, 3, 5)));
    expect(film).toMatchObject({
      width: 20,
      height: 3,
      colours: [
        [27, 32, 39],
        [243, 245, 248],
      ],
    });
    expect(film.delayMs).toBeCloseTo(66.7, 1);
    expect(film.frames).toHaveLength(5);
    expect(new Set(film.frames.map((frame) => frame.join())).size).toBe(5);
    expect(film.frames.every((frame) => frame.length === 9)).toBe(true);
  });

  it.each([
    ['a picture', noisePng(8, 2)],
    ['something else', Buffer.from('<html>Bad Gateway</html>')],
    ['half of a film', noiseFilm(20, 3, 5).subarray(0, 130)],
    ['nothing', Buffer.alloc(0)],
  ])('does not take %s', async (_, file) => {
    await expect(readFilm(bytesOf(file))).rejects.toThrow();
  });
});
