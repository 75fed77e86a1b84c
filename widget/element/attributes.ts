import type { Options } from '../contract.ts';

const KEBAB = /[A-Z]/g;

/** Attributes of {@link Options} that are there or not. */
const SWITCHES = ['required', 'scored'] as const;

/** Attributes of {@link Options} with a text. */
const TEXTS = [
  'sitekey',
  'name',
  'api',
  'theme',
  'kind',
  'action',
  'cdata',
  'panel',
  'honeypot',
] as const;

/** What a new value of throws away: a challenge was asked for with the old one. */
export const ASKED_WITH: ReadonlySet<string> = new Set([
  'sitekey',
  'api',
  'kind',
  'action',
  'cdata',
  'scored',
]);

/** All attributes the element reacts to. */
export const OBSERVED: readonly string[] = [...ASKED_WITH, 'lang', 'required', 'start', 'name'];

/** Gives a class the properties that stand for its attributes. */
export function reflectAttributes(prototype: HTMLElement): void {
  for (const name of TEXTS) reflectText(prototype, name, name);
  reflectText(prototype, 'startMode', 'start');
  for (const name of [...SWITCHES, 'disabled']) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.hasAttribute(name);
      },
      set(this: HTMLElement, value: unknown) {
        this.toggleAttribute(name, Boolean(value));
      },
    });
  }
}

function reflectText(prototype: HTMLElement, property: string, attribute: string): void {
  Object.defineProperty(prototype, property, {
    configurable: true,
    enumerable: true,
    get(this: HTMLElement) {
      return this.getAttribute(attribute) ?? '';
    },
    set(this: HTMLElement, value: unknown) {
      this.setAttribute(attribute, String(value));
    },
  });
}

/** Takes over what a page set on the element before the script that defines it had come. */
export function upgradeProperties(element: HTMLElement): void {
  for (const name of [...TEXTS, ...SWITCHES, 'startMode', 'disabled']) {
    if (!Object.hasOwn(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}

/** Writes options as attributes; those that are `undefined` stay as they are. */
export function writeOptions(element: HTMLElement, options: Options): void {
  for (const [option, value] of Object.entries(options)) {
    const attribute = option.replace(KEBAB, (capital) => `-${capital.toLowerCase()}`);
    if (typeof value === 'boolean') element.toggleAttribute(attribute, value);
    else if (value !== undefined) element.setAttribute(attribute, String(value));
  }
}
