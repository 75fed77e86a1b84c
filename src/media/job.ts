/** What a picture shows and how large it is. Plain data, so that a job can cross threads. */
export interface PictureJob {
  readonly kind: 'picture';
  /** The characters to draw: capitals and digits that every font in `assets/fonts` has. */
  readonly text: string;
  /** 32 bytes. All randomness of the drawing comes from here: the same job gives the same bytes. */
  readonly seed: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Everything a renderer needs to know, and nothing else. */
export type MediaJob = PictureJob;

/** A finished piece of media. */
export interface Media {
  /** The Internet media type (RFC 6838), for example `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Turns a job into media: equal jobs give equal bytes, whoever renders them and when. */
export type Render = (job: MediaJob) => Promise<Media>;
