import type { Model } from '../session/model.ts';
import { make } from '../view/dom.ts';
import type { Voice } from './player.ts';

/** Shows how far the browser's work is while somebody waits for it. */
export interface Progress {
  update(model: Model, voice: Voice): void;
  /** How much is done, from 0 to 1. */
  worked(fraction: number): void;
}

/** Makes the bar. `row` holds the answer. */
export function createProgress(head: HTMLElement, row: HTMLElement): Progress {
  const bar = make('div', { role: 'progressbar' });
  let done = 1;
  let isAwaited = false;

  function write(): void {
    bar.ariaValueNow = String(Math.floor(done * 100));
    bar.style.setProperty('--_done', String(done));
    bar.hidden = done >= 1 || !isAwaited;
  }

  return {
    update({ state, open }, { text }) {
      // Where somebody looks who waits: below the answer, or below the button that started it.
      if (open ? row.nextSibling !== bar : bar.parentNode !== head) {
        if (open) row.after(bar);
        else head.append(bar);
      }
      bar.setAttribute('aria-label', text('loading'));
      isAwaited = state === 'checking';
      write();
    },
    worked(fraction) {
      done = fraction;
      write();
    },
  };
}
