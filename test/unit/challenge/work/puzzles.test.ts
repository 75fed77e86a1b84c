import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSeed } from '../../../../src/base/secrets.ts';
import { createWork } from '../../../../src/challenge/work/puzzles.ts';
import type { Level } from '../../../../src/media/job.ts';
import { renderNow } from '../../../../src/media/render.ts';
import { createBlowfish } from '../../../../widget/work/blowfish.ts';
import { createSearch, type Puzzle } from '../../../../widget/work/search.ts';
import { createWasmBlowfish } from '../../../../widget/work/wasm.ts';

const work = createWork(async (job) => renderNow(job));
const seedOf = (id: number) => deriveSeed('k'.repeat(32), 'work', String(id));

/** Solves a puzzle as a browser does, and counts. */
function solve(puzzle: Puzzle, blowfish = createWasmBlowfish()) {
  const search = createSearch(puzzle, blowfish);
  const fractions: number[] = [];
  for (;;) {
    const solution = search.step();
    fractions.push(search.fraction);
    if (solution !== undefined) return { solution, fractions, hashes: fractions.length };
  }
}

describe('a proof of work', () => {
  it('is solved by a browser, with WebAssembly and without', async () => {
    for (const blowfish of [createWasmBlowfish(), createBlowfish()]) {
      const { solution } = solve(await work.puzzle(1, seedOf(1)), blowfish);
      expect(work.verify(1, seedOf(1), solution)).toBe(true);
    }
  });

  it('is the same puzzle each time, and another for another seed and level', async () => {
    expect(await work.puzzle(1, seedOf(1))).toEqual(await work.puzzle(1, seedOf(1)));
    const salts = [
      await work.puzzle(1, seedOf(2)),
      await work.puzzle(2, seedOf(1)),
      await work.puzzle(1, seedOf(1)),
    ];
    expect(new Set(salts.map(({ salt }) => salt)).size).toBe(3);
  });

  it('is plain data that tells nothing of its seed', async () => {
    const puzzle = await work.puzzle(3, seedOf(1));
    expect(JSON.parse(JSON.stringify(puzzle))).toEqual(puzzle);
    expect(puzzle).toEqual({
      algorithm: 'bcrypt-search',
      cost: 0,
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      range: 12_288,
      targets: Array(4).fill(expect.stringMatching(/^[0-9a-f]{16}$/)),
    });
  });

  it('takes one solution: not a changed one, of another seed, or of another level', async () => {
    const { solution } = solve(await work.puzzle(1, seedOf(1)));
    const numbers = solution.split('.').map(Number);
    const changed = numbers.map((_, at) =>
      numbers.map((number, other) => (other === at ? number + 1 : number)).join('.'),
    );
    const others = [`${solution}.`, ` ${solution}`, `0${solution}`, numbers.toReversed().join('.')];
    for (const other of [...changed, ...others, '', '....', solution.replaceAll('.', ',')]) {
      expect(work.verify(1, seedOf(1), other), other).toBe(false);
    }
    expect(work.verify(1, seedOf(2), solution)).toBe(false);
    expect(work.verify(2, seedOf(1), solution)).toBe(false);
  });

  it('takes no other text, however long', async () => {
    await assert(
      property(string(), integer({ min: 1, max: 3 }), (text, level) => {
        expect(work.verify(level as Level, seedOf(1), text)).toBe(false);
      }),
    );
    expect(work.verify(1, seedOf(1), '1'.repeat(10_000_000))).toBe(false);
  });

  it('takes four times as many hashes at each level, and has an end', async () => {
    const ranges = await Promise.all(
      ([1, 2, 3] as const).map(async (level) => (await work.puzzle(level, seedOf(1))).range),
    );
    expect(ranges).toEqual([768, 3072, 12_288]);
    const easy = solve(await work.puzzle(1, seedOf(1))).hashes;
    const hard = solve(await work.puzzle(2, seedOf(1))).hashes;
    expect(easy).toBeLessThanOrEqual(4 * 768);
    expect(hard).toBeGreaterThan(2 * easy);
    expect(hard).toBeLessThanOrEqual(4 * 3072);
  });

  it('tells how far it is: never less than before, and 1 at last', async () => {
    const { fractions } = solve(await work.puzzle(1, seedOf(3)));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions[0]).toBeLessThan(0.01);
    expect(fractions.at(-1)).toBe(1);
  });
});

const puzzle = await work.puzzle(1, seedOf(1));

describe('a search', () => {
  it('refuses what it does not know', async () => {
    const strange = { ...puzzle, algorithm: 'other' };
    expect(() => createSearch(strange, createBlowfish())).toThrow('other');
  });

  it('ends where a puzzle has no solution', async () => {
    expect(() => solve({ ...puzzle, range: 3, targets: ['0'.repeat(16)] })).toThrow('without');
  });
});
