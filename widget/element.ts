import type { CaptchaEventMap, Options, PanelMode, StartMode, State, Theme } from './contract.ts';

export * from './contract.ts';

/** Name of the element. */
export const TAG_NAME = 'inkblot-captcha';

/** The challenge box: a form-associated element whose value is the token of a solved challenge. */
export class InkblotCaptcha extends (globalThis.HTMLElement ?? class {}) {
  static readonly formAssociated = true;

  declare sitekey: string;
  declare name: string;
  declare api: string;
  declare theme: Theme;
  declare action: string;
  declare cdata: string;
  declare startMode: StartMode;
  declare panel: PanelMode;
  declare required: boolean;
  declare disabled: boolean;

  /** Sets each option as an attribute, and takes away those that are `undefined`. */
  configure(_options: Options): void {}

  /** What is shown now. */
  get state(): State {
    return 'idle';
  }

  /** The token, or `''` while there is none. */
  get value(): string {
    return '';
  }

  /** Until when {@link value} is good. */
  get expiresAt(): Date | null {
    return null;
  }

  /** Id of the challenge that is shown or was solved, or `''`. */
  get challengeId(): string {
    return '';
  }

  get form(): HTMLFormElement | null {
    return null;
  }

  get labels(): NodeList {
    return this.querySelectorAll('label');
  }

  get validity(): ValidityState | null {
    return null;
  }

  get validationMessage(): string {
    return '';
  }

  get willValidate(): boolean {
    return true;
  }

  checkValidity(): boolean {
    return true;
  }

  reportValidity(): boolean {
    return true;
  }

  /** Asks for a challenge, unless one is there. Waits until the element is in a document. */
  start(): void {}

  /** Starts, and resolves with the token; with a valid one at once. Rejects with a `CaptchaError`. */
  execute(): Promise<string> {
    return Promise.resolve('');
  }

  /** Throws away token and challenge; a started element asks for another in a later task. */
  reset(): void {}

  /** Closes the challenge as its close button does. */
  close(): void {}
}

/** Defines the element unless another script of ours did, and returns the class that is defined. */
export function defineCaptcha(): typeof InkblotCaptcha {
  const defined = customElements.get(TAG_NAME);
  if (defined) return defined as typeof InkblotCaptcha;
  customElements.define(TAG_NAME, InkblotCaptcha);
  return InkblotCaptcha;
}

declare global {
  interface HTMLElementEventMap extends CaptchaEventMap {}
  interface HTMLElementTagNameMap {
    [TAG_NAME]: InkblotCaptcha;
  }
}
