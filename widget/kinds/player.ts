import type { Challenge } from '../api/client.ts';
import type { Language } from '../locale.ts';
import type { Source } from '../session/host.ts';

/** Where a player stands. */
export interface Stage {
  readonly root: ShadowRoot;
  readonly canvas: HTMLCanvasElement;
  /** To be called when it begins to play, and when it stops. */
  changed(): void;
}

/** How the widget speaks to people now. */
export interface Voice {
  readonly language: Language;
  /** The text of this name: as the language has it, for the kind that is shown. */
  text(key: string): string;
}

/** What plays a challenge. The script of its kind is fetched when such a challenge comes. */
export interface Player {
  /** Stands above the label. */
  readonly controls: HTMLElement;
  /** Texts of this kind in English: other languages have them in their files. */
  readonly texts: Readonly<Record<string, string>>;
  /** While it is heard, nothing else may talk. */
  readonly heard: boolean;
  /** Makes a challenge ready, and plays nothing; rejects if it cannot be played. */
  show(challenge: Challenge, source: Source): Promise<void>;
  update(voice: Voice): void;
  /** Whether a key pressed in the answer was meant for the player, and is done. */
  key(event: KeyboardEvent): boolean;
  /** Somebody turns to the challenge. */
  met(): void;
  stop(): void;
}

/** Makes the player of a kind. */
export type CreatePlayer = (stage: Stage) => Player;
