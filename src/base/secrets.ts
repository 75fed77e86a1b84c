import { createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

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

/**
 * The seed of an epoch, 32 bytes that only a holder of `key` can compute, but for the lowest bit of the
 * last one: it is the number's, so that an epoch can be made to differ from the one before.
 */
export function deriveEpochSeed(key: string, number: number): Uint8Array {
  const seed = deriveSeed(key, 'epoch', String(number));
  seed[31] = ((seed[31] as number) & ~1) | (number & 1);
  return seed;
}

/** Whether two texts are equal, in a time that tells nothing about where they differ. */
export function constantTimeEqual(left: string, right: string): boolean {
  // Digests have one length, so that neither the lengths nor the texts show in the time.
  return timingSafeEqual(hash('sha256', left, 'buffer'), hash('sha256', right, 'buffer'));
}
