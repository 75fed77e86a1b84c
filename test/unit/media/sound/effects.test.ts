import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../../src/base/random.ts';
import { allPass, applyBiquad, fromDb, peaking } from '../../../../src/media/sound/filters.ts';
import { encodeMuLaw, MU_LAW } from '../../../../src/media/sound/mu-law.ts';
import { randomWow, resample } from '../../../../src/media/sound/resample.ts';
import { stretch } from '../../../../src/media/sound/stretch.ts';
import { rms, scaleTo } from '../../../../src/media/sound/voices.ts';

const tone = (hz: number, seconds = 1) =>
  Float32Array.from({ length: 16_000 * seconds }, (_, n) =>
    Math.sin((2 * Math.PI * hz * n) / 16_000),
  );

/** How often a second a sound goes up through zero. */
function pitch(samples: Float32Array): number {
  let crossings = 0;
  for (let n = 1; n < samples.length; n++) {
    if ((samples[n - 1] as number) < 0 && (samples[n] as number) >= 0) crossings++;
  }
  return (16_000 * crossings) / samples.length;
}

describe('mu-law', () => {
  it('has the values of G.711 at its ends and its middle', () => {
    const scaled = [0x00, 0x7f, 0x80, 0xff].map((byte) => 8192 * (MU_LAW[byte] as number));
    expect(scaled.map((value) => value + 0)).toEqual([-8031, 0, 8031, 0]);
  });

  it('gives back each of its values, and others within a sixteenth', () => {
    for (const [byte, value] of MU_LAW.entries()) {
      if (value !== 0) expect(encodeMuLaw(value), String(byte)).toBe(byte);
    }
    for (let value = -1; value <= 1; value += 0.00037) {
      const error = Math.abs((MU_LAW[encodeMuLaw(value)] as number) - value);
      expect(error).toBeLessThan(Math.abs(value) / 16 + 0.0003);
    }
  });
});

describe('resampling', () => {
  it('raises the pitch and shortens the time by the same factor', () => {
    const faster = resample(tone(440), { rate: 1.25, waves: [] });
    expect(faster.length / 16_000).toBeCloseTo(0.8, 2);
    expect(pitch(faster) / 550).toBeCloseTo(1, 2);
  });

  it('wavers: the same tone is off its own by more than a turn', () => {
    const wow = { rate: 1, waves: [{ hz: 3, depth: 0.03, phase: 0 }] };
    const [still, moved] = [tone(440), resample(tone(440), wow)];
    const likeness = moved.reduce((sum, value, n) => sum + value * (still[n] ?? 0), 0) / 8000;
    expect(Math.abs(likeness)).toBeLessThan(0.5);
  });

  it('never leaves the bounds of what is there', () => {
    for (let seed = 0; seed < 200; seed++) {
      const wow = randomWow(createSeededRandom(new Uint8Array(32).fill(seed)));
      expect(resample(tone(200, 0.05), wow).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('stretching', () => {
  it.each([0.85, 1, 1.2])('by %f changes the time and keeps the pitch', (factor) => {
    const stretched = stretch(tone(180), factor);
    expect(stretched.length / 16_000).toBeCloseTo(factor, 1);
    expect(pitch(stretched) / 180).toBeCloseTo(1, 1);
    expect(rms(stretched)).toBeCloseTo(rms(tone(180)), 1);
  });

  it.each([0.85, 1.2])('by %f begins and ends with what there was: it does not click', (factor) => {
    const fading = tone(180).map((value, n) => value * Math.min(1, n / 200, (16_000 - n) / 200));
    const stretched = stretch(fading, factor);
    expect(stretched.subarray(0, 200)).toEqual(fading.subarray(0, 200));
    expect(stretched.subarray(-200)).toEqual(fading.subarray(-200));
  });

  it('leaves alone what is too short to be speech', () => {
    const click = new Float32Array(500).fill(0.1);
    expect(stretch(click, 1.2)).toBe(click);
  });
});

describe('a filter', () => {
  it('that lets all pass keeps the energy and changes the wave', () => {
    const samples = Float32Array.from(tone(700));
    applyBiquad(samples, allPass(700, 2));
    expect(rms(samples)).toBeCloseTo(rms(tone(700)), 2);
    // At its own frequency a tone is turned upside down.
    const like = tone(700);
    const likeness = samples.reduce((sum, v, n) => sum + v * (like[n] as number), 0) / 8000;
    expect(likeness).toBeCloseTo(-1, 1);
  });

  it('that lifts does so where it was told to, and not elsewhere', () => {
    const gainAt = (hz: number) => {
      const samples = Float32Array.from(tone(hz));
      applyBiquad(samples, peaking(1000, 1.2, 8));
      return rms(samples) / rms(tone(hz));
    };
    expect(gainAt(1000)).toBeCloseTo(fromDb(8), 1);
    expect(gainAt(60)).toBeCloseTo(1, 1);
    expect(gainAt(7900)).toBeCloseTo(1, 1);
  });
});

describe('loudness', () => {
  it('can be set, and silence stays silent', () => {
    const samples = Float32Array.from(tone(100));
    scaleTo(samples, 0.1);
    expect(rms(samples)).toBeCloseTo(0.1, 4);
    const silence = new Float32Array(100);
    scaleTo(silence, 0.1);
    expect(rms(silence)).toBe(0);
  });
});
