/** All texts; those of other languages have the same keys and the same holes. */
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

/** Names of the texts. */
export type Key = keyof typeof en;

/** The texts of one language. */
export type Strings = Readonly<Record<Key, string>>;

type Holes<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? unknown : never) : never;

/** `T`, if it has every key and every hole of the English texts and no other. */
export type Translation<T extends Strings> = {
  readonly [K in keyof T]: K extends Key ? T[K] & Same<Holes<T[K]>, Holes<(typeof en)[K]>> : never;
};

/** Checks a language while it is compiled: a missing text or a lost hole is a type error. */
export function translation<const T extends Strings>(strings: T & Translation<T>): Strings {
  return strings;
}
