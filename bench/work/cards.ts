/** What a graphics card does, as somebody published it. */
export interface PublishedRate {
  readonly card: string;
  /** Hashes a second, of the construction as it is measured here. */
  readonly perSecond: number;
  /** What was published, and how it was converted. */
  readonly how: string;
  readonly source: string;
}

const CHICK3NMAN_4090 = 'https://gist.github.com/Chick3nman/32e662a5bb63bc4f51b847bb422222fd';
const CHICK3NMAN_3090 = 'https://gist.github.com/Chick3nman/e4fcee00cb6d82874dace72106d73fef';
const HASHCAT_ARGON2 = 'https://github.com/hashcat/hashcat/pull/4284';

/** Blocks that bcrypt encrypts: 521 for each of the keys it expands, and the text at its end. */
export function bcryptBlocks(cost: number, textBlocks: number): number {
  return 521 * (1 + 2 * 2 ** cost) + 64 * textBlocks;
}

/** hashcat's benchmark has cost 5 and encrypts all three blocks of the text. */
const BCRYPT_SCALE = bcryptBlocks(5, 3) / bcryptBlocks(0, 1);

/** Of the constructions, by their names. Of the cards that figures were found for, the fastest. */
export const PUBLISHED = {
  sha256: {
    card: 'RTX 4090',
    perSecond: 21_975.5e6,
    how: '21,975.5 MH/s',
    source: CHICK3NMAN_4090,
  },
  pbkdf2: {
    card: 'RTX 4090',
    perSecond: 8_865.7e3 * (999 / 1000),
    how: '8,865.7 kH/s with 999 iterations',
    source: CHICK3NMAN_4090,
  },
  scrypt: {
    card: 'RTX 3090',
    perSecond: 2_308.2e3,
    how: '2,308.2 kH/s with N = 1024, r = 1, p = 1',
    source: CHICK3NMAN_3090,
  },
  argon2id: {
    card: 'RTX 4090',
    perSecond: 1_667 * ((64 * 1024 * 3) / 512),
    how: '1,667 H/s with 64 MiB three times over; by the memory written',
    source: HASHCAT_ARGON2,
  },
  bcrypt: {
    card: 'RTX 4090',
    perSecond: 184.0e3 * BCRYPT_SCALE,
    how: '184.0 kH/s with cost 5; by the blocks encrypted',
    source: CHICK3NMAN_4090,
  },
} as const satisfies Record<string, PublishedRate>;
