/** Something to listen to, wherever its bytes are. Times are those of the recording, in seconds. */
export interface Sound {
  readonly playing: boolean;
  readonly positionS: number;
  /** `NaN` until it is known. */
  readonly durationS: number;
  /** Goes on where it was paused, and from the beginning once it has ended. */
  play(): void;
  pause(): void;
  seek(positionS: number): void;
  setRate(rate: number): void;
}

/** What a sound tells while it is there. */
export interface Listener {
  /** It begins or stops to play. */
  changed(): void;
  /** It cannot be played any more. */
  failed(): void;
}
