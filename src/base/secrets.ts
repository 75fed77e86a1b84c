import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

/** A fresh random identifier: a version 4 UUID (RFC 9562), 122 bits from the CSPRNG. */
export function newId(): string {
  return randomUUID();
}

/** A fresh random key: 64 hexadecimal digits, 256 bits from the CSPRNG. */
export function newKey(): string {
  return randomBytes(32).toString('hex');
}

/**
 * 32 bytes that only a holder of `key` can compute: HMAC-SHA-256 (RFC 2104) over the parts.
 *
 * Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") never collide. The first
 * part is the purpose: seeds for pictures and for other media of the same challenge are unrelated.
 */
export function deriveSeed(key: string, purpose: string, ...parts: readonly string[]): Uint8Array {
  const hmac = createHmac('sha256', key);
  for (const part of [purpose, ...parts]) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest();
}

/** The golden ratio less one: multiples of it, taken modulo 1, keep away from each other. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The seed of an epoch, 32 bytes that only a holder of `key` can compute. The last four are a phase, a
 * fraction of 2^32 that moves on by the golden ratio with each number: it is new in every epoch, and
 * at least 0.38 of the circle away from that of the epoch before.
 */
export function deriveEpochSeed(key: string, number: number): Uint8Array {
  const seed = deriveSeed(key, 'epoch', String(number));
  const first = Buffer.from(deriveSeed(key, 'phase')).readUInt32BE() / 2 ** 32;
  Buffer.from(seed.buffer, seed.byteOffset, 32).writeUInt32BE(
    Math.floor(((first + number * GOLDEN) % 1) * 2 ** 32),
    28,
  );
  return seed;
}

/** Whether two texts are equal, in a time that tells nothing about where they differ. */
export function constantTimeEqual(left: string, right: string): boolean {
  // Digests have one length, so that neither the lengths nor the texts show in the time.
  return timingSafeEqual(
    createHmac('sha256', 'compare').update(left).digest(),
    createHmac('sha256', 'compare').update(right).digest(),
  );
}
