import type { Random } from '../base/random.ts';
import type { Level, Media, MediaJob } from '../media/job.ts';

/** The kinds of challenge there are. */
export type KindName = 'picture';

export type { Level } from '../media/job.ts';

/** 32 bytes each, computable only with the server's key. */
export interface Seeds {
  /** Of this challenge alone. */
  readonly own: Uint8Array;
  /** Shared by all challenges that are issued in one epoch. */
  readonly epoch: Uint8Array;
}

/** One way to tell people from programs. All methods are pure: chance comes in as an argument. */
export interface Kind {
  /** A new answer, as the store keeps it. */
  create(random: Random): string;
  /** What a renderer needs in order to show the challenge whose answer this is. */
  job(answer: string, seeds: Seeds, level: Level): MediaJob;
  /** Whether a person who sees the challenge may have meant this guess. Any text is accepted. */
  check(answer: string, guess: string): boolean;
}

/** A challenge that waits for its answer, and what to show for it. */
export interface IssuedChallenge {
  /** A version 4 UUID: whoever knows it may answer, once. */
  readonly id: string;
  readonly kind: KindName;
  readonly media: Media;
}

/**
 * What an answer is worth. `gone` covers ids never issued, expired and already answered: telling
 * them apart would tell a bot which ids exist.
 */
export type Verdict =
  | { readonly ok: true; readonly kind: KindName }
  | { readonly ok: false; readonly reason: 'wrong'; readonly kind: KindName }
  | { readonly ok: false; readonly reason: 'gone' };
