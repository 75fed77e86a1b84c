import type { Random } from '../../base/random.ts';
import { constantTimeEqual } from '../../base/secrets.ts';
import type { Level, SoundJob } from '../../media/job.ts';
import { newDigits, normaliseDigits } from '../digits.ts';
import type { Seeds } from '../types.ts';

/** How many digits are said. */
export interface SoundOptions {
  /**
   * Six is usual. Blind guesses are right once in 10^digits, which limits already make hopeless with
   * five; but a program that hears most digits and not all loses with each one more than a person does.
   */
  readonly digits: number;
}

/** Digits that are said and typed. */
export interface SoundKind {
  /** A new answer, as the store keeps it. */
  create(random: Random): string;
  /** What a renderer needs in order to say this answer; `language` is one of those available. */
  job(answer: string, seeds: Seeds, level: Level, language?: string): SoundJob;
  /** Whether a person who hears the challenge may have meant this guess. Any text is accepted. */
  check(answer: string, guess: string): boolean;
}

/** Digits that voices say amid others. All of them must be right. */
export function createSoundKind({ digits }: SoundOptions): SoundKind {
  return {
    create: (random) => newDigits(random, digits),
    job: (answer, seeds, level, language = 'en') => ({
      kind: 'sound',
      digits: answer,
      language,
      level,
      seed: seeds.own,
    }),
    // An answer is its own normal form.
    check: (answer, guess) => constantTimeEqual(normaliseDigits(guess), answer),
  };
}
