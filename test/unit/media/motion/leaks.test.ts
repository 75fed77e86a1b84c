import { describe, expect, it } from 'vitest';
import type { Level } from '../../../../src/media/job.ts';
import { createDrawMotion, MOTION_FRAMES, MOTION_SIZE } from '../../../../src/media/motion/draw.ts';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import {
  addAgreement,
  deviations,
  newTally,
  signsOf,
  type Tally,
  zonesOf,
} from '../../../support/media/grain.ts';
import { seedOf } from '../../../support/media/pixels.ts';

const { widthPx } = MOTION_SIZE;
const TEXTS = ['AEHK', 'LMOP', 'STUW', 'Y23A', 'WAKE'];
const ZONES = ['letters', 'ground', 'outlines'] as const;
/**
 * Chance exceeds it once in 150,000 tallies, of which a level has 200, and the seeds are fixed. In a
 * tally of 10^6 pixels it is a difference of half a percent.
 */
const MOST_DEVIATIONS = 4.5;

const draw = createDrawMotion(loadFonts());

function samples(level: Level) {
  return TEXTS.map((text, n) => {
    const drawn = draw({
      kind: 'motion',
      text,
      level,
      epochSeed: seedOf(n),
      seed: seedOf(100 + n),
    });
    return { frames: drawn.frames.map(signsOf), zones: zonesOf(drawn.letters, 3) };
  });
}

function expectChance(what: string, tallies: readonly Tally[]): void {
  for (const [zone, tally] of tallies.entries()) {
    expect(tally.count).toBeGreaterThan(10_000);
    expect(Math.abs(deviations(tally)), `${what}, ${ZONES[zone]}`).toBeLessThan(MOST_DEVIATIONS);
  }
}

const newTallies = () => ZONES.map(newTally);
const at = (frames: readonly Int8Array[], t: number) => frames[t % MOTION_FRAMES] as Int8Array;
const times = (one: Int8Array, other: Int8Array) => one.map((sign, i) => sign * (other[i] ?? 0));

/** Where a pixel is compared with another of its own field: as far as a grain goes in one step or two. */
const OFFSETS = [
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [2, 1],
  [2, -1],
  [1, 2],
  [1, -2],
  [0, 1],
] as const;

describe.each([1, 2, 3] as const)('at level %i', (level) => {
  const drawn = samples(level);

  it('each frame is half ink: in letters, in the ground and along outlines', () => {
    const ink = new Int8Array(drawn[0]?.zones.length ?? 0).fill(1);
    for (let t = 0; t < MOTION_FRAMES; t++) {
      const tallies = newTallies();
      for (const { frames, zones } of drawn) {
        addAgreement(tallies, zones, at(frames, t), ink, widthPx, 0, 0);
      }
      expectChance(`frame ${t}`, tallies);
    }
  });

  it('no pixel of a frame says anything of its neighbours', () => {
    for (const [dx, dy] of OFFSETS) {
      const tallies = newTallies();
      for (const { frames, zones } of drawn) {
        for (const frame of frames) addAgreement(tallies, zones, frame, frame, widthPx, dx, dy);
      }
      expectChance(`${dx}, ${dy}`, tallies);
    }
  });

  it('half of all pixels differ between two frames, however far apart, and everywhere alike', () => {
    for (let lag = 1; lag < MOTION_FRAMES; lag++) {
      const tallies = newTallies();
      for (const { frames, zones } of drawn) {
        for (const [t, frame] of frames.entries()) {
          addAgreement(tallies, zones, frame, at(frames, t + lag), widthPx, 0, 0);
        }
      }
      expectChance(`${lag} apart`, tallies);
    }
  });

  it('no pixel of a difference says anything of its neighbours', () => {
    for (const [dx, dy] of OFFSETS) {
      const tallies = newTallies();
      for (const { frames, zones } of drawn) {
        for (const [t, frame] of frames.entries()) {
          const difference = times(frame, at(frames, t + 1));
          addAgreement(tallies, zones, difference, difference, widthPx, dx, dy);
        }
      }
      expectChance(`${dx}, ${dy}`, tallies);
    }
  });

  it('a pixel changes as often in one frame as in another: its mean is that of coins', () => {
    const spread = newTallies();
    for (const { frames, zones } of drawn) {
      for (const [index, zone] of zones.entries()) {
        const sum = frames.reduce((total, frame) => total + (frame[index] ?? 0), 0);
        // A sum of n fair coins has the variance n; its square has mean n and variance 2n² - 2n.
        const tally = spread[zone] as Tally;
        tally.sum +=
          (sum * sum - MOTION_FRAMES) / Math.sqrt(2 * MOTION_FRAMES * (MOTION_FRAMES - 1));
        tally.count++;
      }
    }
    expectChance('mean of all frames', spread);
  });

  it('whoever looks for motion finds it', () => {
    // The same tally, on frames that are moved before they are compared: what the others would show.
    const best = newTallies().map(() => 0);
    for (const [dx, dy] of OFFSETS) {
      const tallies = newTallies();
      for (const { frames, zones } of drawn) {
        for (const [t, frame] of frames.entries()) {
          addAgreement(tallies, zones, at(frames, t + 1), frame, widthPx, dx, dy);
        }
      }
      for (const [zone, tally] of tallies.entries()) {
        best[zone] = Math.max(best[zone] ?? 0, deviations(tally));
      }
    }
    expect(Math.min(...best)).toBeGreaterThan(10);
  });
});
