/** How much a medium asks of a person, and of a program: 1 is the easiest. */
export type Level = 1 | 2 | 3;

/** What a picture shows and how large it is. Plain data, so that a job can cross threads. */
export interface PictureJob {
  readonly kind: 'picture';
  /** The characters to draw: capitals and digits that every font in `assets/fonts` has. */
  readonly text: string;
  readonly level: Level;
  /**
   * 32 bytes, from which everything follows that pictures of one epoch have in common: a network
   * trained on the pictures of one epoch meets others in the next. The lowest bit of the last byte
   * alternates from epoch to epoch.
   */
  readonly epochSeed: Uint8Array;
  /** 32 bytes. All other randomness comes from here: the same job gives the same bytes. */
  readonly seed: Uint8Array;
  /** The name of a style, where a test or a benchmark asks for one; by default the seed chooses. */
  readonly style?: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A text that only its motion shows. */
export interface MotionJob {
  readonly kind: 'motion';
  /** The characters to show: those of pictures. */
  readonly text: string;
  readonly level: Level;
  /** 32 bytes, as of a picture. */
  readonly epochSeed: Uint8Array;
  /** 32 bytes. All other randomness comes from here: the same job gives the same bytes. */
  readonly seed: Uint8Array;
}

/** Digits that voices speak. */
export interface SoundJob {
  readonly kind: 'sound';
  /** `0` to `9`. */
  readonly digits: string;
  /** The name of a voice pack's language, for example `en`. */
  readonly language: string;
  readonly level: Level;
  /** 32 bytes. All randomness comes from here: the same job gives the same bytes. */
  readonly seed: Uint8Array;
}

/** Hashes that a device is to find: as dear as ten pictures, so they are made where pictures are. */
export interface PuzzleJob {
  readonly kind: 'puzzle';
  /** ASCII, at most 71 characters each. */
  readonly texts: readonly string[];
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** The binary logarithm of the rounds of bcrypt. */
  readonly cost: number;
}

/** Everything a renderer needs to know, and nothing else. */
export type MediaJob = PictureJob | MotionJob | SoundJob | PuzzleJob;

/** A finished piece of media. */
export interface Media {
  /** The Internet media type (RFC 6838), for example `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Turns a job into media: equal jobs give equal bytes, whoever renders them and when. Rejects with a
 * BusyError when nobody can in good time, and with a RangeError if the job is outside its limits.
 */
export type Render = (job: MediaJob) => Promise<Media>;

/** There is too much to draw, or nobody to draw it. The request may be sound: try again later. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}
