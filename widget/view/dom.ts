type Child = Node | string;

/** Makes an element with attributes and children; never from markup, which Trusted Types forbid. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes a text unless it is there, so that assistive technology hears of changes only. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A control that does nothing now but keeps the focus: a disabled one would lose it. */
export function setInert(element: Element, inert: boolean): void {
  element.setAttribute('aria-disabled', String(inert));
}

/** Whether an element has a place on the page, as far as the browser can tell. */
export function isRendered(element: Element): boolean {
  return element.checkVisibility?.() ?? true;
}
