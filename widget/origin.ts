/** Where the script was loaded from. */
export interface ScriptOrigin {
  /** Base URL of the API, with a slash at its end; `null` in a module. */
  readonly base: string | null;
  /** What the script was asked with, such as `onload` and `hl`. */
  readonly query: URLSearchParams;
}

const SCRIPT_PATH =
  /\/(?:recaptcha\/(?:api|enterprise)\.js|1\/(?:secure-)?api\.js|turnstile\/v0\/api\.js|widget\/[\w-]+\.js|api\.js)$/;

/** The API base that belongs to the URL of one of our scripts. */
export function baseOf(scriptUrl: string): string {
  const url = new URL(scriptUrl);
  const folder = url.pathname.replace(SCRIPT_PATH, '/');
  return new URL(folder, url.origin).href;
}

/** An API base as an author writes it, made absolute and ending in a slash. */
export function normaliseBase(api: string, pageUrl: string): string {
  const { origin, pathname } = new URL(api, pageUrl);
  return origin + pathname.replace(/\/*$/, '/');
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
