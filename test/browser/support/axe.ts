import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What WCAG 2.2 asks for at its levels A and AA, as far as a program can see it. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the page violates, a line a rule and element. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
  )) as axe.AxeResults;
  return violations.flatMap((violation) =>
    violation.nodes.map(({ target }) => `${violation.id}: ${target.join(' ')}`),
  );
}
