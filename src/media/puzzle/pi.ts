// More than the words that are asked for, so that rounding does not reach them.
const GUARD_BITS = 64n;
// Each term of the series of the Chudnovsky brothers is good for 47 bits and a little more.
const BITS_A_TERM = 47n;

/** The first bits of the fraction of pi, in words of 32. A thousand words take a few milliseconds. */
export function piWords(count: number): Int32Array {
  const bits = BigInt(count * 32) + GUARD_BITS;
  const [, q, t] = sumTerms(0n, bits / BITS_A_TERM + 1n);
  const pi = (q * 426880n * squareRoot(10005n << (2n * bits))) / t;
  const hex = (pi >> GUARD_BITS).toString(16).slice(-8 * count);
  return new Int32Array(count).map((_, at) => Number.parseInt(hex.slice(8 * at, 8 * at + 8), 16));
}

/** The terms from `from` to before `to`, by binary splitting: their products P and Q, and the sum T. */
function sumTerms(from: bigint, to: bigint): readonly [p: bigint, q: bigint, t: bigint] {
  if (to - from > 1n) {
    const middle = (from + to) / 2n;
    const [p1, q1, t1] = sumTerms(from, middle);
    const [p2, q2, t2] = sumTerms(middle, to);
    return [p1 * p2, q1 * q2, t1 * q2 + p1 * t2];
  }
  if (from === 0n) return [1n, 1n, 13591409n];
  const p = (5n - 6n * from) * (2n * from - 1n) * (6n * from - 1n);
  return [p, from ** 3n * (640320n ** 3n / 24n), p * (13591409n + 545140134n * from)];
}

/** The whole part of the root, by Newton's steps from above. */
function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt(2 * value.toString(16).length);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
