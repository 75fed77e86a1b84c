/** What a challenge asks of somebody. */
export type Kind = 'picture' | 'motion' | 'sound' | 'work';

/** What the element shows. */
export type State =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'checking'
  | 'wrong'
  | 'solved'
  | 'expired'
  | 'offline'
  | 'rate-limited'
  | 'failed';

/** Why no challenge could be had or checked. */
export type FaultCode =
  | 'network'
  | 'rate-limited'
  | 'unavailable'
  | 'sitekey'
  | 'hostname'
  | 'bad-request'
  | 'blocked-by-csp'
  | 'unsupported';

/** Why the promise of `execute()` was not kept. */
export type CaptchaErrorCode = FaultCode | 'closed' | 'reset' | 'removed' | 'challenge-expired';

/** What the promise of `execute()` rejects with. */
export class CaptchaError extends Error {
  readonly code: CaptchaErrorCode;

  constructor(code: CaptchaErrorCode) {
    super(`No token: ${code}`);
    this.name = 'CaptchaError';
    this.code = code;
  }
}

/** Colours of the element. */
export type Theme = 'auto' | 'light' | 'dark';

/** What asks for the first challenge, beside the element's own button. */
export type StartMode = 'interaction' | 'load' | 'manual';

/** Where a challenge opens. */
export type PanelMode = 'auto' | 'inline' | 'docked';

/**
 * Everything that can be set on the element. Each option is an attribute of the same name in kebab
 * case; `undefined` leaves the attribute as it is.
 */
export interface Options {
  /** Which site asks. */
  sitekey?: string | undefined;
  /** Field of the form that carries the token; `''` for none. */
  name?: string | undefined;
  /** Base URL of the API; where the script came from unless set. */
  api?: string | undefined;
  /** Language of the texts; that of the page unless set. */
  lang?: string | undefined;
  theme?: Theme | undefined;
  /** A wish for the first challenge: the server decides, and after that the visitor. */
  kind?: Kind | undefined;
  action?: string | undefined;
  cdata?: string | undefined;
  /** Ask for a score in the site's check of the token. */
  scored?: boolean | undefined;
  start?: StartMode | undefined;
  panel?: PanelMode | undefined;
  /** `'challenge'` shows nothing until there is something to solve. */
  appearance?: 'always' | 'challenge' | undefined;
  /** `'never'` leaves repeating a failed request to the page and to the button. */
  retry?: 'auto' | 'never' | undefined;
  /** At least this long between automatic repetitions. */
  retryIntervalMs?: number | undefined;
  /** `'never'` offers no button after an expiry: the page calls `reset()`. */
  refresh?: 'manual' | 'never' | undefined;
  /** Name of a field that no person sees and only a robot fills; none unless set. */
  honeypot?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
}

/** What each event carries in `detail`. */
export interface EventDetails {
  'inkblot-state': { readonly state: State; readonly previous: State };
  /** A challenge can be seen. */
  'inkblot-open': null;
  'inkblot-solve': { readonly token: string; readonly expiresAt: Date };
  'inkblot-warn': { readonly what: 'challenge' | 'token'; readonly seconds: number };
  'inkblot-expire': { readonly what: 'challenge' | 'token' };
  /** Somebody, or `close()`, dismissed the challenge. */
  'inkblot-close': null;
  /** Told once a failure, when no automatic repetition is left. */
  'inkblot-error': { readonly code: FaultCode; readonly retryAfterSeconds?: number };
}

/** The events of the element, for `addEventListener`. They bubble and are composed. */
export type CaptchaEventMap = {
  [Name in keyof EventDetails]: CustomEvent<EventDetails[Name]>;
};
