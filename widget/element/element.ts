import { normaliseBase } from '../api/base.ts';
import { SCRIPT } from '../api/origin.ts';
import type {
  CaptchaEventMap,
  Kind,
  Options,
  PanelMode,
  StartMode,
  State,
  Theme,
} from '../contract.ts';
import { loadLazy } from '../lazy.ts';
import { chooseLanguage, type Language, loadStrings } from '../locale.ts';
import type { Host } from '../session/host.ts';
import type { Model, Told } from '../session/model.ts';
import { Session } from '../session/session.ts';
import { en } from '../strings/en.ts';
import { createPanel, type Panel } from '../view/panel.ts';
import { sheetFor } from '../view/styles.ts';
import { createView, type View, type Wording } from '../view/view.ts';
import {
  ASKED_WITH,
  OBSERVED,
  reflectAttributes,
  upgradeProperties,
  writeOptions,
} from './attributes.ts';
import { FormField } from './form-field.ts';
import { createStarter } from './starter.ts';
import { createWaiting } from './waiting.ts';

export * from '../contract.ts';

/** Written by the build: changes with any text. */
declare const STRINGS_VERSION: string;

/** Name of the element. */
const TAG_NAME = 'inkblot-captcha';

const FIELD_NAME = 'inkblot-response';

/**
 * The challenge box: a form-associated element whose value is the token of a solved challenge. Long,
 * for it is all that browsers and pages call; what decides, asks, draws and waits is elsewhere.
 */
export class InkblotCaptcha extends FormField {
  static readonly observedAttributes: readonly string[] = OBSERVED;

  declare sitekey: string;
  /** Field of the form; unlike that of an input, `inkblot-response` unless set. */
  declare name: string;
  declare api: string;
  declare theme: Theme;
  declare kind: Kind;
  declare action: string;
  declare cdata: string;
  /** The attribute `start`, whose name a method has. */
  declare startMode: StartMode;
  declare panel: PanelMode;
  declare honeypot: string;
  declare required: boolean;
  declare scored: boolean;
  declare disabled: boolean;

  readonly #view: View;
  readonly #panel: Panel;
  readonly #session: Session;
  readonly #starter = createStarter();
  #wording: Wording = { strings: en, language: 'en', renews: true };
  readonly #waiting = createWaiting();
  /** Which language is wanted: its texts may still be on their way. */
  #language: Language = 'en';
  #startsWhenConnected = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [sheetFor(this.ownerDocument)];
    this.#view = createView(root, {
      start: () => this.#session.dispatch({ type: 'start', pressed: true }),
      answer: (text) => this.#session.dispatch({ type: 'answer', text }),
      again: (kind) => this.#session.dispatch({ type: 'again', pressed: true, kind }),
      extend: () => this.#session.dispatch({ type: 'extend' }),
      close: () => this.close(),
      typed: () => this.#session.dispatch({ type: 'typed' }),
    });
    this.#panel = createPanel(this, this.#view.panel, this.#view.start);
    this.#session = new Session(this.#host());
    this.addEventListener('invalid', () => this.start());
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && 'docked' in this.#view.panel.dataset) this.close();
    });
  }

  /** Sets several options at once; `undefined` leaves one as it is. */
  configure(options: Options): void {
    writeOptions(this, options);
  }

  /** What is shown now. */
  get state(): State {
    return this.#session.model.state;
  }

  /** The token, or `''` while there is none. */
  get value(): string {
    return this.#session.model.token?.value ?? '';
  }

  /** Until when {@link value} is good. */
  get expiresAt(): Date | null {
    const { token } = this.#session.model;
    return token && new Date(token.deadlineMs);
  }

  /** Id of the challenge that is shown or was solved, or `''`. */
  get challengeId(): string {
    const { challenge, token } = this.#session.model;
    return challenge?.id ?? token?.challengeId ?? '';
  }

  /** Asks for a challenge, unless one is there. Waits until the element is in a document. */
  start(): void {
    if (this.isConnected) this.#session.dispatch({ type: 'start', pressed: false });
    else this.#startsWhenConnected = true;
  }

  /** Starts, and resolves with the token; with a valid one at once. Rejects with a `CaptchaError`. */
  execute(): Promise<string> {
    if (this.value !== '') return Promise.resolve(this.value);
    const token = this.#waiting.add();
    this.start();
    return token;
  }

  /** Throws away token and challenge; a started element asks for another in a later task. */
  reset(): void {
    this.#startsWhenConnected = false;
    this.#session.dispatch({ type: 'reset' });
    this.#waiting.reject('reset');
    this.#watch();
  }

  /** Closes the challenge as its close button does. */
  close(): void {
    this.#session.dispatch({ type: 'close' });
  }

  /** Focuses the answer, or the button while there is nothing to answer. */
  override focus(options?: FocusOptions): void {
    this.#focusable().focus(options);
  }

  connectedCallback(): void {
    for (const [target, type] of clockEvents()) target.addEventListener(type, this);
    upgradeProperties(this);
    const base = this.#base;
    if (this.honeypot && base) {
      // Whatever stops the script, people can pass without it.
      loadLazy('kinds', base).then(
        ({ keepHoneypot }) => keepHoneypot(this),
        () => {},
      );
    }
    this.#chooseLanguage();
    this.#session.dispatch({ type: 'tick' });
    this.#refresh();
    this.#watch();
    if (this.#startsWhenConnected || this.startMode === 'load') this.start();
    this.#startsWhenConnected = false;
  }

  disconnectedCallback(): void {
    for (const [target, type] of clockEvents()) target.removeEventListener(type, this);
    this.#starter.stop();
    // Frameworks move elements by taking them out and putting them back in one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#startsWhenConnected = this.state === 'loading';
      this.#session.leave();
      this.#waiting.reject('removed');
    });
  }

  adoptedCallback(): void {
    // A sheet belongs to the document it was made for and is dropped on the way to another.
    if (this.shadowRoot) this.shadowRoot.adoptedStyleSheets = [sheetFor(this.ownerDocument)];
  }

  attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (old === value) return;
    if (name === 'kind') this.#session.dispatch({ type: 'forget' });
    if (ASKED_WITH.has(name) && this.state !== 'idle') this.reset();
    if (!this.isConnected) return;
    if (name === 'lang') this.#chooseLanguage();
    if (name === 'start') this.#watch();
    this.#refresh();
  }

  formAssociatedCallback(): void {
    if (this.isConnected) this.#watch();
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(disabled: boolean): void {
    // Neither a pointer nor the keyboard reaches what is inert.
    this.#view.box.inert = disabled;
  }

  /** What may have happened while the clock stood still, or without a network. */
  handleEvent(event: globalThis.Event): void {
    // Back after a submission: the token is spent.
    const returned = event.type === 'pageshow' && (event as PageTransitionEvent).persisted;
    if (returned && this.value !== '') this.reset();
    else this.#session.dispatch({ type: event.type === 'online' ? 'online' : 'tick' });
  }

  #host(): Host {
    const element = this;
    return {
      get base() {
        return element.#base;
      },
      get request() {
        const { sitekey, kind, action, cdata, scored } = element;
        return {
          sitekey,
          language: element.#language,
          kind: kind || undefined,
          action: action || undefined,
          cdata: cdata || undefined,
          scored: scored || undefined,
        };
      },
      get repeats() {
        return element.getAttribute('retry') !== 'never';
      },
      get repeatIntervalMs() {
        return Number(element.getAttribute('retry-interval-ms')) || 0;
      },
      get awaited() {
        return element.#waiting.some;
      },
      get restarts() {
        return element.isConnected && element.startMode !== 'manual';
      },
      get honeypot() {
        return element.querySelector<HTMLInputElement>('[slot=honeypot]')?.value ?? '';
      },
      show: element.#view.show,
      proof: element.#view.proof,
      changed: (model, previous) => element.#changed(model, previous),
      tell: (told) => element.#tell(told),
    };
  }

  get #base(): string | null {
    return this.api ? normaliseBase(this.api, document.baseURI) : SCRIPT.base;
  }

  #changed(model: Model, previous: Model): void {
    this.#refresh();
    if (model.open) this.#panel.show(this.panel || 'auto');
    else this.#panel.hide();
    if (model.state !== previous.state) {
      this.dataset['state'] = model.state;
      this.writeState(model.state, previous.state);
      const detail = { state: model.state, previous: previous.state };
      this.#emit('inkblot-state', detail);
    }
    if (model.token?.value === previous.token?.value) return;
    this.dispatchEvent(new window.Event('change', { bubbles: true }));
  }

  /** Makes texts, form value and validity those of the model. */
  #refresh(): void {
    const renews = this.getAttribute('refresh') !== 'never';
    this.#view.update(this.#session.model, { ...this.#wording, renews }, Date.now());
    this.writeEntry(this.getAttribute('name') ?? FIELD_NAME, this.value);
    const missing = this.required && this.value === '';
    this.writeValidity(missing ? this.#wording.strings.required : '', this.#focusable());
  }

  #tell({ name, detail }: Told): void {
    // Before the event: whoever hears of it may ask for the next token.
    if (name === 'inkblot-solve') this.#waiting.resolve(detail.token);
    if (name === 'inkblot-error') this.#waiting.reject(detail.code);
    if (name === 'inkblot-close') this.#waiting.reject('closed');
    if (name === 'inkblot-expire' && detail.what === 'challenge') {
      this.#waiting.reject('challenge-expired');
    }
    this.#emit(name, detail);
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #focusable(): HTMLElement {
    return this.#view.panel.hidden ? this.#view.start : this.#view.input;
  }

  #watch(): void {
    this.#starter.stop();
    if (!this.isConnected || this.state !== 'idle') return;
    if (this.startMode === 'load' || this.startMode === 'manual') return;
    this.#starter.watch(this.form ?? this, () => this.start());
  }

  #chooseLanguage(): void {
    const around = this.closest('[lang]:not([lang=""])')?.getAttribute('lang');
    const { documentElement } = this.ownerDocument;
    const language = chooseLanguage(around, documentElement.lang, navigator.language);
    if (language === this.#language) return;
    this.#language = language;
    const base = this.#base;
    const show = (strings: Wording['strings'] | null) => {
      if (!strings || language !== this.#language) return;
      this.#wording = { ...this.#wording, strings, language };
      this.#refresh();
    };
    if (language === 'en') show(en);
    else if (base) void loadStrings(base, language, STRINGS_VERSION, fetch).then(show);
  }
}

/** Events after which times are looked at again. */
function clockEvents(): readonly (readonly [EventTarget, string])[] {
  return [
    [document, 'visibilitychange'],
    [window, 'pageshow'],
    [window, 'focus'],
    [window, 'online'],
  ];
}

/** Defines the element unless another script of ours did, and returns the class that is defined. */
export function defineCaptcha(): typeof InkblotCaptcha {
  const defined = customElements.get(TAG_NAME);
  if (defined) return defined as typeof InkblotCaptcha;
  reflectAttributes(InkblotCaptcha.prototype);
  customElements.define(TAG_NAME, InkblotCaptcha);
  return InkblotCaptcha;
}

declare global {
  interface HTMLElementEventMap extends CaptchaEventMap {}
  interface HTMLElementTagNameMap {
    [TAG_NAME]: InkblotCaptcha;
  }
}
