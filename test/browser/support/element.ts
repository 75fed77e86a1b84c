import type { Locator, Page } from 'playwright-core';

/** The element. */
export function captcha(page: Page): Locator {
  return page.locator('inkblot-captcha');
}

/** A button by the whole of its name. */
export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Waits until the element says it is in this state. */
export function untilState(page: Page, state: string): Promise<void> {
  return page.locator(`inkblot-captcha[data-state=${state}]`).waitFor();
}

/** A part of the element that has the focus, by its part or else its text. */
export function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(
    `(() => {
      const inner = document.activeElement?.shadowRoot?.activeElement;
      return inner?.getAttribute('part') === 'input' ? 'the answer' : inner?.innerText;
    })()`,
  );
}

/** A property of an element. */
export function property(element: Locator, name: string): Promise<unknown> {
  return element.evaluate((node, key) => Reflect.get(node, key) as unknown, name);
}
