import { make, setText } from './dom.ts';

// A region whose text is replaced in one step is silent in some screen readers.
const PAUSE_MS = 100;

/** Says things to screen readers. */
export interface Announcer {
  readonly region: HTMLElement;
  /** Says a text unless the last one had the same key. */
  say(key: string, text: string): void;
}

/** Makes the one live region of an element. */
export function createAnnouncer(): Announcer {
  const region = make('div', { role: 'status', class: 'unseen' });
  let lastKey = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    region,
    say(key, text) {
      if (key === lastKey) return;
      lastKey = key;
      clearTimeout(timer);
      setText(region, '');
      timer = setTimeout(() => setText(region, text), PAUSE_MS);
    },
  };
}
