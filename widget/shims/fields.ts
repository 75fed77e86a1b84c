/** A field of the form that carries the token, as a vendor's pages expect it. */
export interface FieldShape {
  readonly tag: 'textarea' | 'input';
  readonly name: string;
  readonly id: string;
}

/** The element of such a field. */
export type TokenField = HTMLTextAreaElement | HTMLInputElement;

/** Makes a field that nobody sees. */
export function createField(shape: FieldShape): TokenField {
  const field = document.createElement(shape.tag);
  field.name = shape.name;
  field.id = shape.id;
  field.className = shape.name;
  if (field instanceof HTMLInputElement) field.type = 'hidden';
  // Firefox would put the last token back after a reload.
  field.autocomplete = 'off';
  // The `hidden` attribute loses against a page's `textarea { display: block }`, and a CSP may
  // forbid the `style` attribute, but not this.
  field.style.setProperty('display', 'none', 'important');
  return field;
}
