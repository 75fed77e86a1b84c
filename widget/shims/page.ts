import { SCRIPT } from '../api/origin.ts';
import { globals, guarded, lookUp } from './settings.ts';

/** How the script of one flavour goes about its page. */
export interface Page {
  /** Calls back, always in a later task, once the page's own widgets are rendered. */
  ready(callback: unknown): void;
  /** Renders the page's own widgets and tells it, as the query of a script tag wishes. */
  begin(query: URLSearchParams): void;
}

/** Calls back once the document is parsed: now, if it is. */
export function whenParsed(callback: () => void): void {
  if (document.readyState !== 'loading') callback();
  else document.addEventListener('DOMContentLoaded', callback, { once: true });
}

/** Takes a page in hand. `scan` renders the widgets that stand in its markup. */
export function createPage(scan: () => void): Page {
  const waiting: (() => unknown)[] = [];
  let isReady = false;
  const drain = () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) guarded(next);
  };
  const open = (query: URLSearchParams) => {
    isReady = true;
    drain();
    const name = query.get('onload');
    if (name) callOnload(name);
  };
  return {
    ready: (callback) => {
      if (typeof callback !== 'function') return;
      waiting.push(() => callback());
      if (isReady) setTimeout(drain);
    },
    begin: (query) => {
      // In a task of its own: loaders refuse to be called before the tag's `load` event.
      setTimeout(() => {
        if (query.get('render') === 'explicit') return open(query);
        whenParsed(() => {
          scan();
          open(query);
        });
      });
    },
  };
}

// A page may define the callback in a script below ours, or delete it when it knows better.
function callOnload(name: string): void {
  const callback = lookUp(name);
  if (typeof callback === 'function') {
    guarded(() => callback());
    return;
  }
  if (document.readyState === 'complete') return;
  let called = false;
  const again = () => {
    const late = lookUp(name);
    if (called || typeof late !== 'function') return;
    called = true;
    guarded(() => late());
  };
  document.addEventListener('DOMContentLoaded', again, { once: true });
  addEventListener('load', again, { once: true });
}

/**
 * Makes the global of a flavour, and begins. A script that is loaded twice leaves the global and the
 * widgets of the first as they are, and serves only its own `onload`.
 */
export function install(name: string, make: () => { api: object; page: Page }): void {
  const mark = Symbol.for(`inkblot.${name}`);
  const present = ownGlobal(name) as { [mark]?: Page } | undefined;
  let page = present?.[mark];
  if (!page) {
    const made = make();
    page = made.page;
    Object.defineProperty(made.api, mark, { value: page });
    // Finished before it can be seen: clients poll for it.
    globals[name] = made.api;
  }
  page.begin(SCRIPT.query);
}

/** The page's own global object: not an element that happens to have this id. */
export function ownGlobal(name: string): object | undefined {
  const value = Object.hasOwn(globals, name) ? globals[name] : undefined;
  return typeof value === 'object' && value !== null ? value : undefined;
}
