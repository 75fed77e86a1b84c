import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { MotionJob } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';

// As of pictures: GOLDEN=write writes the hashes of today (CONTRIBUTING).
const WRITES = process.env['GOLDEN'] === 'write';

const CASES: readonly Pick<MotionJob, 'text' | 'level'>[] = [
  { text: 'AEHK', level: 1 },
  { text: 'LMOP', level: 2 },
  { text: 'STUW', level: 3 },
  { text: 'Y23', level: 2 },
  { text: 'A', level: 1 },
  { text: 'WWWWWW', level: 3 },
];

const sha256 = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

test('moving texts at every level have the files they always had', () => {
  const file = new URL('motion.txt', import.meta.url);
  const today = CASES.map(({ text, level }) => {
    const [epochSeed, seed] = [sha256('golden epoch'), sha256('golden motion', text)];
    const { bytes } = renderNow({ kind: 'motion', text, level, epochSeed, seed });
    return `${level} ${text} ${sha256(bytes).toString('hex').slice(0, 16)}`;
  });
  if (WRITES) writeFileSync(file, `${today.join('\n')}\n`);
  expect(today).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
});
