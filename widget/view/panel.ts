import type { PanelMode } from '../contract.ts';
import { isRendered } from './dom.ts';

// Narrower than this, the answer and its button do not fit.
const NARROWEST_INLINE_PX = 240;
// A button pressed on the page must not move away between press and release.
const COLLAPSE_DELAY_MS = 300;

/** Opens and closes the challenge, in the page's flow or above the page. */
export interface Panel {
  show(mode: PanelMode): void;
  hide(): void;
}

/** Controls `panel` inside the shadow tree of `host`. */
export function createPanel(host: HTMLElement, panel: HTMLElement, start: HTMLElement): Panel {
  let returnTo: Element | null = null;
  let wanted = false;

  const hasFocus = () => panel.contains(host.shadowRoot?.activeElement ?? null);

  function collapse(): void {
    if (wanted || hasFocus()) return;
    panel.hidden = true;
  }

  function collapseLater(): void {
    const after = () => setTimeout(collapse, COLLAPSE_DELAY_MS);
    for (const type of ['pointerup', 'keyup']) {
      document.addEventListener(type, after, { once: true, capture: true });
    }
  }

  function dock(): void {
    returnTo = document.activeElement;
    panel.dataset['docked'] = '';
    if (!('showPopover' in panel)) return;
    panel.popover = 'manual';
    const source = returnTo instanceof HTMLElement && returnTo !== host ? returnTo : start;
    panel.showPopover({ source });
  }

  function undock(): void {
    const hadFocus = hasFocus();
    panel.hidden = true;
    delete panel.dataset['docked'];
    panel.popover = null;
    // Hiding what has the focus would send the reader back to the top of the page.
    if (!hadFocus) return;
    if (isRendered(start)) start.focus();
    else if (returnTo instanceof HTMLElement) returnTo.focus();
  }

  panel.addEventListener('focusout', () => {
    if (!wanted && !panel.hidden) collapseLater();
  });

  return {
    show(mode) {
      if (wanted) return;
      wanted = true;
      panel.hidden = false;
      if (mode === 'docked' || (mode === 'auto' && !fits(host))) dock();
    },
    hide() {
      if (!wanted) return;
      wanted = false;
      if ('docked' in panel.dataset) undock();
      else if (!hasFocus()) panel.hidden = true;
    },
  };
}

/** Whether the opened element is wide enough and sticks out of nothing that would cut it off. */
function fits(host: HTMLElement): boolean {
  // In a part of the page that is shown later it will open in its place.
  if (!isRendered(host)) return true;
  const box = host.getBoundingClientRect();
  if (box.width < NARROWEST_INLINE_PX) return false;
  const parent = host.parentElement;
  for (let outer = parent; outer && outer !== document.body; outer = outer.parentElement) {
    const { overflowY } = getComputedStyle(outer);
    const cuts = outer === parent || overflowY === 'hidden' || overflowY === 'clip';
    if (cuts && box.bottom > outer.getBoundingClientRect().bottom + 1) return false;
  }
  return true;
}
