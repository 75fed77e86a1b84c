import { describe, expect, it } from 'vitest';
import type { Contestant } from '../../../bench/drawing/contestant.ts';
import { type Effort, measure, median } from '../../../bench/drawing/measure.ts';

const effort: Effort = {
  rounds: 5,
  mostMs: Number.POSITIVE_INFINITY,
  turnMs: 10,
  warmUpMs: 20,
  epochs: 2,
  allocations: 1,
};

/** Takes 2 ms a picture, or what the round says, and writes down its turns. */
function fake(name: string, turns: string[], perPictureMs = [2]): Contestant {
  let round = -1;
  return {
    name,
    run: (count) => {
      // The warm-up runs more pictures each time; a round starts with one alone.
      if (count === 1) round++;
      else turns.push(name);
      const cpuMs = count * (perPictureMs[Math.max(0, round) % perPictureMs.length] as number);
      return { cpuMs, bytes: 100 * count };
    },
    open: (count) => ({ cpuMs: count * 9, bytes: 100 * count }),
  };
}

describe('a measurement', () => {
  it('has the median of the rounds, so that one slow round does not count', async () => {
    const contestant = fake('a', [], [2, 2, 200, 2, 2, 2]);
    const { costs, rounds } = await measure([contestant], effort);
    expect(rounds).toBe(5);
    expect(costs.get(contestant)).toEqual({ cpuMs: 2, bytes: 100, newEpochMs: 7 });
  });

  it('lets everybody have a turn in every round', async () => {
    const turns: string[] = [];
    const contestants = ['a', 'b', 'c'].map((name) => fake(name, turns));
    await measure(contestants, effort);
    const rounds = turns.slice(-15);
    for (let start = 0; start < 15; start += 3) {
      expect(rounds.slice(start, start + 3).sort()).toEqual(['a', 'b', 'c']);
    }
  });

  it('ends early when time is up, but not before three rounds', async () => {
    const { rounds } = await measure([fake('a', [])], { ...effort, mostMs: 0 });
    expect(rounds).toBe(3);
  });
});

describe('the median', () => {
  it('is the middle value, or lies between the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 3])).toBe(2.5);
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
