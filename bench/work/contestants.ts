import {
  argon2Sync,
  createDiffieHellman,
  createHash,
  getDiffieHellman,
  pbkdf2Sync,
  scryptSync,
} from 'node:crypto';
import { argon2id, createSHA256, scrypt } from 'hash-wasm';
import { type Bcrypt, createBcrypt } from '../../widget/work/bcrypt.ts';
import { createBlowfish } from '../../widget/work/blowfish.ts';
import { createWasmBlowfish } from '../../widget/work/wasm.ts';
import { PUBLISHED, type PublishedRate } from './cards.ts';
import type { Run } from './measure.ts';

/** A construction that a browser could be asked to compute. */
export interface Contestant {
  readonly name: string;
  /** What a visitor's browser runs, and in what. */
  readonly browser: { readonly run: Run; readonly units: number; readonly by: string };
  /** Without WebAssembly, where that is measured. */
  readonly fallback?: { readonly run: Run; readonly units: number };
  /** What an attacker with an ordinary server runs. */
  readonly native?: { readonly run: Run; readonly units: number };
  readonly published?: PublishedRate;
}

const SALT = Buffer.alloc(16, 7);
const SHA_BLOCKS = 1024;
const ITERATIONS = 1000;
const SQUARINGS = 256;

/** The constructions, plain SHA-256 first and ours last. */
export async function createContestants(): Promise<Contestant[]> {
  const sha = await createSHA256();
  const blocks = new Uint8Array(64 * SHA_BLOCKS);
  const wasm = createBcrypt(createWasmBlowfish(), [...SALT], 0);
  const script = createBcrypt(createBlowfish(), [...SALT], 0);
  const texts = (call: number, { lanes }: Bcrypt) =>
    Array.from({ length: lanes }, (_, lane) => `${call}${lane}`);
  return [
    {
      name: 'SHA-256',
      browser: {
        by: 'WebAssembly',
        units: SHA_BLOCKS,
        run: () => sha.init().update(blocks).digest('binary'),
      },
      native: {
        units: SHA_BLOCKS,
        run: () => createHash('sha256').update(blocks).digest(),
      },
      published: PUBLISHED.sha256,
    },
    {
      name: `PBKDF2-HMAC-SHA-256, ${ITERATIONS.toLocaleString('en')} iterations`,
      browser: {
        by: 'WebCrypto, encrypted pages only',
        units: 1,
        run: (call) => pbkdf2Sync(String(call), SALT, ITERATIONS, 32, 'sha256'),
      },
      native: {
        units: 1,
        run: (call) => pbkdf2Sync(String(call), SALT, ITERATIONS, 32, 'sha256'),
      },
      published: PUBLISHED.pbkdf2,
    },
    {
      name: 'scrypt, 128 KiB',
      browser: {
        by: 'WebAssembly',
        units: 1,
        run: (call) =>
          scrypt({
            password: String(call),
            salt: SALT,
            costFactor: 1024,
            blockSize: 1,
            parallelism: 1,
            hashLength: 32,
            outputType: 'binary',
          }),
      },
      native: {
        units: 1,
        run: (call) => scryptSync(String(call), SALT, 32, { N: 1024, r: 1, p: 1 }),
      },
      published: PUBLISHED.scrypt,
    },
    {
      name: 'Argon2id, 512 KiB once',
      browser: {
        by: 'WebAssembly',
        units: 1,
        run: (call) =>
          argon2id({
            password: `number ${call}`,
            salt: SALT,
            iterations: 1,
            memorySize: 512,
            parallelism: 1,
            hashLength: 32,
            outputType: 'binary',
          }),
      },
      native: {
        units: 1,
        run: (call) =>
          argon2Sync('argon2id', {
            message: `number ${call}`,
            nonce: SALT,
            passes: 1,
            memory: 512,
            parallelism: 1,
            tagLength: 32,
          }),
      },
      published: PUBLISHED.argon2id,
    },
    timeLock(),
    {
      name: 'bcrypt, cost 0 (ours)',
      browser: {
        by: 'WebAssembly',
        units: wasm.lanes,
        run: (call) => wasm.hash(texts(call, wasm)),
      },
      fallback: { units: script.lanes, run: (call) => script.hash(texts(call, script)) },
      published: PUBLISHED.bcrypt,
    },
  ];
}

/** Squarings modulo a number of 2048 bits, as in the time locks of Rivest, Shamir and Wagner. */
function timeLock(): Contestant {
  const prime = getDiffieHellman('modp14').getPrime();
  const modulus = BigInt(`0x${prime.toString('hex')}`);
  const peer = createDiffieHellman(prime, 2);
  peer.setPrivateKey(Buffer.concat([Buffer.of(0x40), Buffer.alloc(prime.length - 1)]));
  const other = createDiffieHellman(prime, 2).generateKeys();
  let value = modulus / 3n;
  return {
    name: 'RSW time lock, 2048 bits, a squaring',
    browser: {
      by: 'BigInt',
      units: SQUARINGS,
      run: () => {
        for (let squaring = 0; squaring < SQUARINGS; squaring++) value = (value * value) % modulus;
      },
    },
    // A power of two is an exponent of squarings only.
    native: { units: 8 * prime.length - 2, run: () => peer.computeSecret(other) },
  };
}
