import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderNow } from '../../src/media/render.ts';
import { findLanguages } from '../../src/media/sound/languages.ts';

// A change of a hash is a change of every sound in the wild: hear some, and measure them anew, before
// accepting it. GOLDEN=write writes the hashes of today (CONTRIBUTING).
const WRITES = process.env['GOLDEN'] === 'write';

const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest();

test('every language at every level has the sound it always had', () => {
  const file = new URL('sounds.txt', import.meta.url);
  const today = findLanguages().available.flatMap((language) =>
    ([1, 2, 3] as const).map((level) => {
      const digits = '4820931567';
      const seed = hash('golden sound');
      const { bytes } = renderNow({ kind: 'sound', digits, language, level, seed });
      return `${language} ${level} ${digits} ${hash(bytes).toString('hex').slice(0, 16)}`;
    }),
  );
  if (WRITES) writeFileSync(file, `${today.join('\n')}\n`);
  expect(today).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
});
