import { SCRIPT } from '../api/origin.ts';
import { defineCaptcha } from '../element/element.ts';
import { isRendered } from '../view/dom.ts';
import { createField } from './fields.ts';
import { createSettings, guarded, type RawOptions } from './settings.ts';
import { type Flavour, listen, type Widget } from './widget.ts';

/** The widgets of one flavour. */
export interface Widgets<Id> {
  /** By id, container or selector; the first one for `undefined`. `null` and `''` name none. */
  find(ref: unknown): Widget<Id> | undefined;
  /** The one that is still in this container. */
  at(container: Element): Widget<Id> | undefined;
  /** Puts a widget into a container, or behind it if that is a button. All callbacks come later. */
  render(container: Element, given: RawOptions): Widget<Id>;
  /** Asks for a token, and calls back at once if there is one. */
  run(widget: Widget<Id>): void;
  remove(widget: Widget<Id>): void;
  /** Renders all that stand in the document with a sitekey and are not rendered yet. */
  scan(): void;
}

const WIDTHS: Readonly<Record<string, string>> = { compact: '164px', flexible: '100%' };

/** The element that a page means: itself, its id with or without `#`, or a selector. */
export function findContainer(given: unknown): Element | undefined {
  if (typeof given !== 'string') {
    // Not `instanceof`: it may be of another frame.
    return (given as Node | null | undefined)?.nodeType === 1 ? (given as Element) : undefined;
  }
  const named = document.getElementById(given.replace(/^#/, ''));
  if (named) return named;
  try {
    return document.querySelector(given) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the widgets of one flavour. */
export function createWidgets<Id extends string | number>(flavour: Flavour<Id>): Widgets<Id> {
  const Captcha = defineCaptcha();
  const widgets = new Map<string, Widget<Id>>();
  let count = 0;

  const at = (container: Element) =>
    [...widgets.values()].find(
      // Frameworks empty a container without a word; a challenge moves out of one that is hidden.
      (widget) =>
        widget.container === container &&
        (widget.element.isConnected || container.contains(widget.element)),
    );

  const first = () => {
    const candidates = [...widgets.values()].filter(({ settings }) => !settings.value('isolated'));
    return candidates.find(({ element }) => element.isConnected) ?? candidates[0];
  };

  const find = (ref: unknown) => {
    if (ref === undefined) return first();
    if (ref === null || ref === '') return undefined;
    const named = widgets.get(String(ref));
    if (named) return named;
    const container = findContainer(ref);
    return container && at(container);
  };

  const run = (widget: Widget<Id>) => {
    const { value } = widget.element;
    if (value !== '') {
      setTimeout(() => flavour.solved(widget, value));
      return;
    }
    surface(widget);
    widget.element.start();
  };

  const render = (container: Element, given: RawOptions) => {
    const settings = createSettings(given, container);
    const sitekey = settings.text('sitekey');
    if (sitekey === undefined) throw new Error('Missing required parameters: sitekey');
    if (!('attachInternals' in HTMLElement.prototype)) {
      setTimeout(() => settings.call('unsupported-callback'));
      throw new Error('This browser knows no elements that belong to a form');
    }
    const button = isButton(container);
    const invisible = button || settings.text('size') === 'invisible';
    const id = flavour.newId(count);
    // Not `createElement`: the document may be another one, which does not know the element.
    const element = new Captcha();
    element.configure({
      sitekey,
      // Another flavour's script, of another service, may have defined the element.
      api: SCRIPT.base ?? undefined,
      name: '',
      lang: settings.text('hl', 'language') ?? SCRIPT.query.get('hl') ?? undefined,
      ...(invisible ? { start: 'manual', panel: 'docked', appearance: 'challenge' } : {}),
      ...flavour.options(settings, container),
    });
    const width = WIDTHS[settings.text('size') ?? ''];
    if (width) element.style.setProperty('--inkblot-width', width);
    const fields = flavour.fields(id, count, settings).map(createField);
    const parts = { id, container, element, fields, settings, invisible };
    const widget: Widget<Id> = { ...parts, token: '', open: false };
    count += 1;
    widgets.set(String(id), widget);
    listen(widget, flavour);
    if (button) {
      container.after(element, ...fields);
      // We never submit the form: the page's callback does.
      container.addEventListener('click', (event) => {
        if (widgets.get(String(id)) !== widget) return;
        event.preventDefault();
        run(widget);
      });
    } else {
      container.append(element, ...fields);
    }
    return widget;
  };

  return {
    find,
    at,
    render,
    run,
    remove: (widget) => {
      widgets.delete(String(widget.id));
      widget.element.remove();
      for (const field of widget.fields) field.remove();
    },
    scan: () => {
      for (const container of document.querySelectorAll(flavour.selector)) {
        if (!container.getAttribute('data-sitekey') || at(container)) continue;
        guarded(() => render(container, {}));
      }
    },
  };
}

/** Takes a challenge out of a container that is not shown, for nobody could see it there. */
function surface<Id>({ container, element }: Widget<Id>): void {
  const isElsewhere = !container.isConnected || !container.contains(element);
  if (isRendered(container) || isElsewhere) return;
  (container.closest('dialog[open]') ?? document.body).append(element);
}

function isButton(container: Element): boolean {
  return container.matches('button, input[type=submit], input[type=button]');
}
