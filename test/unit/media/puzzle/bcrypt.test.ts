import { assert, asyncProperty, integer, property, string, uint8Array } from 'fast-check';
import { bcrypt } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { bcryptHead } from '../../../../src/media/puzzle/bcrypt.ts';
import { createBcrypt } from '../../../../widget/work/bcrypt.ts';
import { createBlowfish } from '../../../../widget/work/blowfish.ts';
import { createWasmBlowfish } from '../../../../widget/work/wasm.ts';

const salts = uint8Array({ minLength: 16, maxLength: 16 });
const texts = string({ minLength: 1, maxLength: 71 });

describe('bcrypt of the service', () => {
  it('is what others make of it', async () => {
    await assert(
      asyncProperty(texts, salts, integer({ min: 4, max: 5 }), async (text, salt, cost) => {
        const options = { password: text, salt, costFactor: cost, outputType: 'hex' } as const;
        expect(bcryptHead(text, salt, cost)).toBe((await bcrypt(options)).slice(0, 16));
      }),
      { numRuns: 30 },
    );
  });
});

describe.each([
  ['JavaScript', createBlowfish()],
  ['WebAssembly', createWasmBlowfish()],
])('bcrypt of the browser, in %s', (_, blowfish) => {
  it('is that of the service, at any cost', async () => {
    await assert(
      property(texts, salts, integer({ min: 0, max: 4 }), (text, salt, cost) => {
        const { hash, lanes } = createBcrypt(blowfish, [...salt], cost);
        // Each lane has a text of its own.
        const lane = [text, `${text}?`.slice(-71), '7'].slice(0, lanes);
        expect(hash(lane)).toEqual(lane.map((each) => bcryptHead(each, salt, cost)));
      }),
      { numRuns: 30 },
    );
  });
});
