import { baseOf, normaliseBase } from './base.ts';

/** Where the script was loaded from. */
export interface ScriptOrigin {
  /** Base URL of the API, with a slash at its end; `null` in a module. */
  readonly base: string | null;
  /** What the script was asked with, such as `onload` and `hl`. */
  readonly query: URLSearchParams;
}

// Clients remove the tag in its `load` event, so it is read once, while the script is evaluated.
function readScript(): ScriptOrigin {
  const script = globalThis.document?.currentScript;
  if (!(script instanceof HTMLScriptElement) || script.src === '') {
    return { base: null, query: new URLSearchParams() };
  }
  const api = script.dataset['inkblotApi'];
  return {
    base: api ? normaliseBase(api, document.baseURI) : baseOf(script.src),
    query: new URL(script.src).searchParams,
  };
}

/** The script this bundle runs from. */
export const SCRIPT: ScriptOrigin = readScript();
