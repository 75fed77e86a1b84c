// More than the words that are asked for, so that rounding does not reach them.
const GUARD_BITS = 64n;
// Each term of the series of the Chudnovsky brothers is good for 47 bits and a little more.
const BITS_A_TERM = 47n;

/**
 * The first bits of the fraction of pi, in words of 32: what Blowfish starts from. Computed in a few
 * milliseconds, because four kilobytes of chance do not compress.
 */
export function piWords(count: number): Int32Array {
  const bits = BigInt(count * 32) + GUARD_BITS;
  const { q, t } = sum(0n, bits / BITS_A_TERM + 1n);
  const pi = (q * 426880n * rootOf10005(bits)) / t;
  const hex = (pi >> GUARD_BITS).toString(16).slice(-count * 8);
  return Int32Array.from({ length: count }, (_, at) =>
    Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16),
  );
}

interface Terms {
  readonly p: bigint;
  readonly q: bigint;
  readonly t: bigint;
}

/** The terms from `from` to before `to`, by binary splitting. */
function sum(from: bigint, to: bigint): Terms {
  if (to - from > 1n) {
    const middle = (from + to) / 2n;
    const [left, right] = [sum(from, middle), sum(middle, to)];
    return {
      p: left.p * right.p,
      q: left.q * right.q,
      t: left.t * right.q + left.p * right.t,
    };
  }
  if (from === 0n) return { p: 1n, q: 1n, t: 13591409n };
  const p = (5n - 6n * from) * (2n * from - 1n) * (6n * from - 1n);
  const q = from ** 3n * (640320n ** 3n / 24n);
  return { p, q, t: p * (13591409n + 545140134n * from) };
}

/** The root with so many bits behind the point: Newton's steps, each with twice the bits of the last. */
function rootOf10005(bits: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(10005) * 2 ** 40));
  for (let have = 40n; have < bits; ) {
    const doubled = 2n * have - 8n;
    const next = doubled < bits ? doubled : bits;
    root <<= next - have;
    root = (root + (10005n << (2n * next)) / root) >> 1n;
    have = next;
  }
  return root;
}
