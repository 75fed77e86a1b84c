import { describe, expect, it } from 'vitest';
import { hashesOf } from '../../../bench/work/browser.ts';
import { bcryptBlocks } from '../../../bench/work/cards.ts';
import { cpuMsPerCall } from '../../../bench/work/measure.ts';
import { formatSection, P99_OF_MOST } from '../../../bench/work/report.ts';
import { createSeededRandom } from '../../../src/base/random.ts';

describe('the report on proofs of work', () => {
  it('compares a card and a core with a phone that is four times slower than the machine', () => {
    const published = { card: 'C', perSecond: 1e6, how: '1 MH/s', source: 'https://c.example' };
    const rows = [{ name: 'X', by: 'WebAssembly', browserMs: 0.5, nativeMs: 0.25, published }];
    const ways = [{ name: 'in a worker', startMs: 100, msPerHash: 0.5 }];
    const text = formatSection('Measured.', rows, {
      mostHashes: [1000],
      setMs: 0.5,
      verifyMs: 0.02,
      openMs: 0.01,
      ways,
    });
    // 2 ms on a phone are 500 a second: 1/2000 of the card, and 1/8 of a core.
    expect(text).toContain('| 500/s | 1,000,000/s | **2,000 phones** | 1,000 phones | 8 phones |');
    expect(text).toContain('| 1 | 500, 830, 1,000 | 1.40 s | 2.05 s | 2.40 s | 2,000 puzzles |');
    expect(text).toContain('0.50 ms to set a puzzle, 20 µs to verify');
  });

  it('knows how many hashes 99 of 100 puzzles need', () => {
    const random = createSeededRandom(new Uint8Array(32));
    const shares = Array.from({ length: 20_000 }, () => {
      return (random.float() + random.float() + random.float() + random.float()) / 4;
    }).sort((a, b) => a - b);
    expect(shares[19_800]).toBeCloseTo(P99_OF_MOST, 2);
  });

  it('counts the numbers that were tried for a solution', () => {
    expect(hashesOf('0.512.1024.1536', 512)).toBe(4);
    expect(hashesOf('511.1023.1535.2047', 512)).toBe(2048);
  });

  it('counts the blocks that bcrypt encrypts', () => {
    // A salted expansion and 2 * 32 others of 18 + 1024 words, and three blocks 64 times.
    expect(bcryptBlocks(5, 3)).toBe(65 * 521 + 192);
  });
});

describe('a measurement of processor time', () => {
  it('counts the time of a call, and runs as many as a round takes', async () => {
    let calls = 0;
    const ms = await cpuMsPerCall(() => calls++, { rounds: 2, roundMs: 2 });
    expect(calls).toBeGreaterThan(100);
    expect(ms).toBeGreaterThan(0);
  });
});
