import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../processes/programs.ts';

const MODEL = '/usr/share/pocketsphinx/model/en-us';
const WORDS = 'zero one two three four five six seven eight nine'.split(' ');

/** Recognises English digits: of each recording, 16 kHz and -1 to 1, what is said in it. */
export type Recognise = (recordings: readonly Float32Array[], digits: number) => string[];

/** Debian's pocketsphinx with its English model, or undefined if one of them is missing. */
export function findPocketsphinx(): Recognise | undefined {
  const program = findProgram('pocketsphinx_batch');
  if (!program || !existsSync(MODEL)) return undefined;
  return (recordings, digits) => {
    const folder = mkdtempSync(join(tmpdir(), 'pocketsphinx-'));
    try {
      const file = (name: string) => join(folder, name);
      const word = `(${WORDS.join('|')})`;
      writeFileSync(
        file('digits.gram'),
        `#JSGF V1.0;\ngrammar digits;\npublic <digits> = ${Array(digits).fill(word).join(' ')};\n`,
      );
      for (const [index, samples] of recordings.entries()) {
        writeFileSync(file(`${index}.raw`), toPcm16(samples));
      }
      writeFileSync(file('list'), recordings.map((_, index) => `${index}\n`).join(''));
      const options = {
        ctl: file('list'),
        cepdir: folder,
        cepext: '.raw',
        adcin: 'yes',
        hmm: join(MODEL, 'en-us'),
        dict: join(MODEL, 'cmudict-en-us.dict'),
        jsgf: file('digits.gram'),
        hyp: file('hypotheses'),
        logfn: '/dev/null',
      };
      execFileSync(
        program,
        Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]),
        { stdio: 'ignore' },
      );
      // A line is what was said, and in brackets the recording and how sure it is.
      return readFileSync(file('hypotheses'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) =>
          line
            .replace(/\(.*/, '')
            .trim()
            .split(/\s+/)
            .map((said) => WORDS.indexOf(said.replace(/\(\d\)$/, '')))
            .filter((digit) => digit >= 0)
            .join(''),
        );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

function toPcm16(samples: Float32Array): Buffer {
  const pcm = Buffer.alloc(2 * samples.length);
  for (const [n, sample] of samples.entries()) pcm.writeInt16LE(Math.round(32767 * sample), 2 * n);
  return pcm;
}
