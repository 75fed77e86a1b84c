import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStock, type Stock } from '../../../src/challenge/stock.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A stock of whole numbers, one after the other, that are made when the test says so or at once. */
function setUp(size: number, make?: () => Promise<number>) {
  let made = 0;
  const stock = createStock({ size, make: make ?? (async () => made++) });
  return { stock, made: () => made };
}

const aWhile = () => vi.advanceTimersByTimeAsync(500);

/** Takes faster than a stock is meant to follow: four times a millisecond. */
async function rush(stock: Stock<number>, times: number): Promise<(number | undefined)[]> {
  const taken: (number | undefined)[] = [];
  for (let n = 0; n < times; n++) {
    taken.push(stock.take(), stock.take(), stock.take(), stock.take());
    await vi.advanceTimersByTimeAsync(1);
  }
  return taken;
}

describe('a stock', () => {
  it('fills itself to its size and no further, little by little', async () => {
    const { stock, made } = setUp(100);
    expect(made()).toBe(0);
    await vi.advanceTimersByTimeAsync(10);
    expect(made()).toBe(32);
    await aWhile();
    expect([stock.count(), made()]).toEqual([100, 100]);
  });

  it('hands out each item once, and nothing when it is empty', async () => {
    const { stock } = setUp(50);
    await aWhile();
    const taken = Array.from({ length: 60 }, () => stock.take());
    expect(new Set(taken.slice(0, 50)).size).toBe(50);
    expect(taken.slice(50)).toEqual(Array(10).fill(undefined));
  });

  it('makes up for what is taken now and then', async () => {
    const { stock } = setUp(50);
    await aWhile();
    stock.take();
    expect(stock.count()).toBe(49);
    await aWhile();
    expect(stock.count()).toBe(50);
  });

  it('makes nothing while many are taken, and goes on afterwards', async () => {
    const { stock, made } = setUp(50);
    await aWhile();
    const taken = await rush(stock, 100);
    expect(taken.filter((item) => item !== undefined)).toHaveLength(50);
    expect(made()).toBe(50);
    await aWhile();
    expect([stock.count(), made()]).toEqual([50, 100]);
  });

  it('takes ten between two pauses for many, and nine for few', async () => {
    for (const [taken, made] of [
      [10, 50],
      [9, 59],
    ] as const) {
      const { stock, made: count } = setUp(50);
      await aWhile();
      for (let n = 0; n < taken; n++) stock.take();
      await vi.advanceTimersByTimeAsync(10);
      expect(count()).toBe(made);
    }
  });

  it('rests when it is full, and fills itself anew when that is dropped', async () => {
    const { stock, made } = setUp(40);
    await aWhile();
    expect(vi.getTimerCount()).toBe(0);
    stock.clear();
    expect(stock.count()).toBe(0);
    await aWhile();
    expect([stock.count(), made()]).toEqual([40, 80]);
  });

  it('keeps nothing that is made when it is closed', async () => {
    let finish = () => {};
    const { stock } = setUp(1, () => new Promise((resolve) => (finish = () => resolve(1))));
    await aWhile();
    stock.close();
    finish();
    await aWhile();
    expect(stock.count()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin anew before what it has begun is made', async () => {
    const unfinished: (() => void)[] = [];
    const { stock } = setUp(100, () => new Promise((resolve) => unfinished.push(() => resolve(1))));
    await aWhile();
    stock.take();
    await aWhile();
    expect(unfinished).toHaveLength(32);
    for (const finish of unfinished.splice(0)) finish();
    await aWhile();
    expect(unfinished).toHaveLength(32);
  });

  it('drops what it holds and what is being made when it is cleared, and fills itself anew', async () => {
    let edition = 1;
    const unfinished: (() => void)[] = [];
    const { stock } = setUp(40, () => {
      const current = edition;
      return new Promise((resolve) => unfinished.push(() => resolve(current)));
    });
    const finish = async () => {
      await aWhile();
      for (const each of unfinished.splice(0)) each();
      await aWhile();
    };
    await finish();
    expect(stock.count()).toBe(32);
    edition = 2;
    stock.clear();
    expect(stock.count()).toBe(0);
    await finish();
    expect(stock.count()).toBe(0);
    await finish();
    await finish();
    expect(stock.count()).toBe(40);
    expect(new Set(Array.from({ length: 40 }, () => stock.take()))).toEqual(new Set([2]));
  });

  it('waits a second after a failure, keeps what was made, and tells nobody', async () => {
    let attempts = 0;
    const { stock } = setUp(40, async () => {
      if (attempts++ === 3) throw new Error('busy');
      return attempts;
    });
    await vi.advanceTimersByTimeAsync(900);
    expect([stock.count(), attempts]).toEqual([31, 32]);
    await vi.advanceTimersByTimeAsync(200);
    expect(stock.count()).toBe(40);
  });

  it('of size 0 makes nothing and has nothing', async () => {
    const { stock, made } = setUp(0);
    expect(stock.take()).toBeUndefined();
    await aWhile();
    expect(made()).toBe(0);
  });

  it('holds and makes nothing any more when it is closed', async () => {
    const { stock, made } = setUp(100);
    await vi.advanceTimersByTimeAsync(10);
    stock.close();
    expect(stock.take()).toBeUndefined();
    await aWhile();
    expect(made()).toBe(32);
    expect(vi.getTimerCount()).toBe(0);
  });
});
