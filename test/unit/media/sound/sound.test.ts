import { describe, expect, it } from 'vitest';
import type { Level, SoundJob } from '../../../../src/media/job.ts';
import { renderNow } from '../../../../src/media/render.ts';
import { findLanguages } from '../../../../src/media/sound/languages.ts';
import { type Mix, mixSound } from '../../../../src/media/sound/sound.ts';
import { loadVoices, rms } from '../../../../src/media/sound/voices.ts';

const languages = findLanguages();
const english = loadVoices(languages.packOf('en'));

const job = (seed: number, level: Level = 1, digits = '482093'): SoundJob => ({
  kind: 'sound',
  digits,
  language: 'en',
  level,
  seed: new Uint8Array(32).fill(seed),
});

/** How much louder digits are than what is between them, in decibels. */
function aboveBabble({ samples, digits }: Mix): number {
  const [first, last] = [digits[0]?.from ?? 0, digits.at(-1)];
  const loud = digits.map(({ from, length }) => rms(samples.subarray(from, from + length)) ** 2);
  const quiet = digits.slice(1).map(({ from }, n) => {
    const { from: before = 0, length = 0 } = digits[n] ?? {};
    return rms(samples.subarray(before + length, from)) ** 2;
  });
  quiet.push(rms(samples.subarray(0, first)) ** 2);
  expect(last).toBeDefined();
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return 10 * Math.log10(mean(loud) / mean(quiet) - 1);
}

describe('a sound', () => {
  it('is a WAV file of some seconds: a second for a digit and a little around them', () => {
    for (const level of [1, 2, 3] as const) {
      const { type, bytes } = renderNow(job(level, level));
      expect(type).toBe('audio/wav');
      const seconds = (bytes.length - 44) / 16_000;
      expect(seconds).toBeGreaterThan(5);
      expect(seconds).toBeLessThan(9);
    }
  });

  it('is the same for the same job, and another for another seed, level, or digits', () => {
    const hex = (each: SoundJob) => Buffer.from(renderNow(each).bytes).toString('hex');
    const first = hex(job(1));
    expect(hex(structuredClone(job(1)))).toBe(first);
    for (const other of [job(2), job(1, 2), job(1, 1, '482094'), { ...job(1), language: 'it' }]) {
      expect(hex(other)).not.toBe(first);
    }
  });

  it('cuts nothing off, and is as loud as it can be', () => {
    for (let seed = 0; seed < 12; seed++) {
      const { samples } = mixSound(job(seed, 3), english);
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeGreaterThan(0.8);
      expect(peak).toBeLessThan(0.9);
    }
  });

  it('has the digits in their order, with pauses, and neither at once nor at the very end', () => {
    const { samples, digits } = mixSound(job(3), english);
    expect(digits).toHaveLength(6);
    expect(digits[0]?.from).toBe(8000);
    for (const [n, { from, length }] of digits.entries()) {
      const next = digits[n + 1]?.from ?? samples.length + 0.1 * 16_000;
      expect(next - from - length).toBeGreaterThanOrEqual(0.35 * 16_000 - 1);
      expect(next - from - length).toBeLessThanOrEqual(0.8 * 16_000 + 1);
    }
  });

  it('is harder at a higher level: what disturbs comes nearer to what is said', () => {
    const mean = (level: Level) => {
      const values = Array.from({ length: 24 }, (_, n) =>
        aboveBabble(mixSound(job(n, level), english)),
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const [easy, usual, hard] = [mean(1), mean(2), mean(3)];
    // Noise takes some tenths of a decibel from the 6, 4 and 1 that the middle of each level has.
    expect(easy).toBeGreaterThan(4.5);
    expect(usual).toBeGreaterThan(2.5);
    expect(usual).toBeLessThan(easy - 1);
    expect(hard).toBeLessThan(usual - 1.5);
    expect(hard).toBeGreaterThan(-1);
  });

  it('is said by several voices: the same digit is not the same twice', () => {
    const { samples, digits } = mixSound(job(5, 1, '777777'), english);
    const lengths = new Set(digits.map(({ length }) => length));
    expect(lengths.size).toBe(6);
    expect(samples.length).toBeGreaterThan(5 * 16_000);
  });

  it('goes in every language there are voices for', () => {
    expect(languages.available).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'ru']);
    for (const language of languages.available) {
      expect(renderNow({ ...job(1), language }).bytes.length).toBeGreaterThan(5 * 16_000);
    }
  });

  it.each(['', '12a', '1'.repeat(13), '٤'])('%j is refused: it is not 1 to 12 digits', (digits) => {
    expect(() => renderNow(job(1, 1, digits))).toThrow(RangeError);
  });

  it('in a language that nobody speaks is refused', () => {
    expect(() => renderNow({ ...job(1), language: '../fonts' })).toThrow(RangeError);
  });
});
