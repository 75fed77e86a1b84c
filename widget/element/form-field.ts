// Servers import modules of pages too, and have no such class.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** An element that takes part in forms as an `<input>` does. */
export class FormField extends Base {
  static readonly formAssociated: boolean = true;

  readonly #internals: ElementInternals;

  constructor() {
    super();
    this.#internals = this.attachInternals();
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get labels(): NodeList {
    return this.#internals.labels;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Writes the entry in the form's data; an empty name or value is none. A set of entries, for a
   * plain value would need the attribute `name`.
   */
  protected writeEntry(name: string, value: string): void {
    const entries = new FormData();
    entries.append(name, value);
    this.#internals.setFormValue(name === '' || value === '' ? null : entries);
  }

  /** Lets the form be sent if `message` is empty, and else points it out at `anchor`. */
  protected writeValidity(message: string, anchor: HTMLElement): void {
    if (message === '') this.#internals.setValidity({});
    else this.#internals.setValidity({ valueMissing: true }, message, anchor);
  }

  /** Makes a state known to style sheets, as `:state(…)`. */
  protected writeState(state: string, previous: string): void {
    this.#internals.states?.delete(previous);
    try {
      this.#internals.states?.add(state);
    } catch {
      // The first browsers with states took names with two hyphens only; `data-state` is for them.
    }
  }
}
