import type { FaultCode, InkblotCaptcha, Options } from '../element/element.ts';
import type { FieldShape, TokenField } from './fields.ts';
import type { Settings } from './settings.ts';

/** One rendered widget. */
export interface Widget<Id> {
  readonly id: Id;
  readonly container: Element;
  readonly element: InkblotCaptcha;
  readonly fields: readonly TokenField[];
  readonly settings: Settings;
  /** Shows nothing until it is executed. */
  readonly invisible: boolean;
  /** The last token: after its expiry, too. */
  token: string;
  /** A challenge has been told to be open. */
  open: boolean;
}

/** What a vendor's interface is made of. The calls translate our events into its callbacks. */
export interface Flavour<Id> {
  /** Elements that are rendered without being asked. */
  readonly selector: string;
  newId(count: number): Id;
  fields(id: Id, count: number, settings: Settings): readonly FieldShape[];
  /** Options of the element beside sitekey, language and what invisible ones need. */
  options(settings: Settings, container: Element): Options;
  solved(widget: Widget<Id>, token: string): void;
  expired(widget: Widget<Id>, what: 'challenge' | 'token'): void;
  opened(widget: Widget<Id>): void;
  closed(widget: Widget<Id>): void;
  failed(widget: Widget<Id>, code: FaultCode): void;
}

/** Translates the events of a widget, and keeps its fields as its value is. */
export function listen<Id>(widget: Widget<Id>, flavour: Flavour<Id>): void {
  const { element, fields } = widget;
  const mirror = () => {
    for (const field of fields) field.value = element.value;
  };
  element.addEventListener('change', mirror);
  element.addEventListener('inkblot-state', ({ detail }) => {
    mirror();
    if (detail.state === 'idle') Object.assign(widget, { token: '', open: false });
  });
  element.addEventListener('inkblot-open', () => {
    if (widget.open) return;
    widget.open = true;
    flavour.opened(widget);
  });
  element.addEventListener('inkblot-solve', ({ detail }) => {
    // Pages read the field, or ask for the token, in the callback.
    mirror();
    widget.token = detail.token;
    flavour.solved(widget, detail.token);
    widget.open = false;
  });
  element.addEventListener('inkblot-expire', ({ detail }) => {
    mirror();
    flavour.expired(widget, detail.what);
    if (detail.what === 'challenge') widget.open = false;
  });
  element.addEventListener('inkblot-close', () => {
    flavour.closed(widget);
    widget.open = false;
  });
  element.addEventListener('inkblot-error', ({ detail }) => {
    flavour.failed(widget, detail.code);
    widget.open = false;
  });
}
