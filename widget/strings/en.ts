import type { enKinds } from './en-kinds.ts';
import type { enMotion } from './en-motion.ts';
import type { enSound } from './en-sound.ts';

/** Texts that every page may need; those of other languages have the same keys and the same holes. */
export const en = {
  title: 'Security check',
  start: 'Confirm that you are human',
  picture: 'Picture of distorted characters',
  label: 'Type the {length} characters you see',
  check: 'Check',
  checking: 'Checking…',
  again: 'New picture',
  more: 'More time',
  retry: 'Try again',
  renew: 'Confirm again',
  close: 'Close',
  loading: 'One moment…',
  ready: 'The picture is ready.',
  wrong: 'That was not right. Please try this new picture.',
  solved: 'Confirmed',
  expired: 'Time ran out for this picture.',
  tokenExpired: 'Your confirmation ran out.',
  warnChallenge: '{seconds} s left for this picture.',
  warnToken: 'Your confirmation ends in {seconds} s.',
  timeLeft: '{seconds} s left',
  offline: 'No connection to the security check.',
  rateLimited: 'Too many attempts. Please wait {seconds} s.',
  failed: 'The security check is not available at the moment.',
  misconfigured: 'The security check is not set up correctly on this site.',
  required: 'Please complete the security check.',
} as const satisfies Readonly<Record<string, string>>;

/** All texts of the one kind that every page may show at once. */
export type Key = keyof typeof en;

type English = typeof en & typeof enKinds & typeof enSound & typeof enMotion;

/** The texts of one language; those of the other kinds may come later. */
export type Strings = Readonly<Record<Key, string> & Partial<Record<keyof English, string>>>;

type Holes<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? unknown : never) : never;

/** `T`, if it has every key and every hole of the English texts and no other. */
export type Translation<T extends Full> = {
  readonly [K in keyof T]: K extends keyof English
    ? T[K] & Same<Holes<T[K]>, Holes<English[K]>>
    : never;
};

/** Checks a language while it is compiled: a missing text or a lost hole is a type error. */
/** Every text of a language. */
type Full = Readonly<Record<keyof English, string>>;

export function translation<const T extends Full>(strings: T & Translation<T>): Strings {
  return strings;
}
