import { expect, it } from 'vitest';
import { createCounter } from '../../../src/abuse/counter.ts';
import { StoreError } from '../../../src/store/store.ts';

it('a counter leaves a store that failed alone for a second, and says so at once', async () => {
  const clock = { nowMs: 0 };
  let asked = 0;
  const increment = async () => {
    asked++;
    throw new StoreError('unavailable', 'no answer');
  };
  const counter = createCounter({ increment }, () => clock.nowMs);
  expect(counter.isUp()).toBe(true);
  await expect(counter.increment('key', 1000)).rejects.toThrow('no answer');
  clock.nowMs = 999;
  expect(counter.isUp()).toBe(false);
  await expect(counter.increment('key', 1000)).rejects.toMatchObject({
    code: 'unavailable',
    message: 'the store failed a moment ago',
  });
  expect(asked).toBe(1);
  clock.nowMs = 1000;
  expect(counter.isUp()).toBe(true);
  await expect(counter.increment('key', 1000)).rejects.toThrow('no answer');
});
