import type { Random } from '../base/random.ts';
import type { Level, Media, MediaJob } from '../media/job.ts';

export type { Level } from '../media/job.ts';

/** The kinds of challenge there are, in the order in which they are offered. */
export const KIND_NAMES = ['picture', 'motion', 'sound', 'work'] as const;

/** A kind of challenge. `work` asks nothing of a person, only of the device. */
export type KindName = (typeof KIND_NAMES)[number];

/** How much proof of work is asked for: none, or as of a level. */
export type WorkLevel = 0 | Level;

/** One rung of a site's ladder: what is asked of a visitor. */
export interface Step {
  readonly kind: KindName;
  readonly level: Level;
  /** The work that the device does meanwhile. */
  readonly work: WorkLevel;
}

/** 32 bytes each, computable only with the server's key. */
export interface Seeds {
  /** Of this challenge alone. */
  readonly own: Uint8Array;
  /** Shared by all challenges that are issued in one epoch. */
  readonly epoch: Uint8Array;
}

/** How a challenge is shown. */
export interface Showing {
  readonly level: Level;
  /** One of the kind's styles, if it has any. */
  readonly style?: string;
  /** One of the kind's languages, if it has any. */
  readonly language?: string;
}

/** What a person is to type. */
export interface AnswerForm {
  readonly type: 'text' | 'digits' | 'none';
  /** How many characters it has. */
  readonly length: number;
}

/** What a person gets to see or to hear. */
export interface MediaForm {
  /** The Internet media type. */
  readonly type: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** One way to tell people from programs. All methods are pure: chance comes in as an argument. */
export interface Kind {
  readonly answer: AnswerForm;
  /** Nothing where there is nothing to perceive. */
  readonly media?: MediaForm;
  /** The manners of drawing between which the service chooses; none if there is but one. */
  readonly styles?: readonly string[];
  /** The language in which it is shown to somebody who wishes this one (BCP 47), if it has languages. */
  languageFor?(wish: string | undefined): string;
  /** A new answer, as the store keeps it. */
  create(random: Random): string;
  /** What a renderer needs in order to show the challenge whose answer this is. */
  job?(answer: string, seeds: Seeds, showing: Showing): MediaJob;
  /** Whether a person who perceives the challenge may have meant this guess. Any text is accepted. */
  check(answer: string, guess: string): boolean;
}

/** A challenge that waits for its answer, and what to show for it. */
export interface IssuedChallenge {
  /** A version 4 UUID: whoever knows it may answer, once. */
  readonly id: string;
  readonly media: Media;
}

/**
 * What an answer is worth. `gone` covers ids never issued, expired and already answered: telling
 * them apart would tell a bot which ids exist.
 */
export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'wrong' | 'gone' };
