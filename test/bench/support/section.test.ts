import { describe, expect, it } from 'vitest';
import { replaceSection } from '../../../bench/support/section.ts';

const page =
  'Before\n<!-- a:begin -->\nold\n<!-- a:end -->\nAfter <!-- b:begin -->kept<!-- b:end -->\n';

describe('a section of a page', () => {
  it('is replaced, and nothing else is', () => {
    const written = replaceSection(page, 'a', 'new $& text\n');
    expect(written).toBe(page.replace('\nold\n', () => '\n\nnew $& text\n\n'));
    expect(replaceSection(written, 'a', 'new $& text\n')).toBe(written);
  });

  it.each(['c', 'b:begin'])('that the page does not have is an error: %s', (name) => {
    expect(() => replaceSection(page, name, 'new')).toThrow('the page has no');
  });
});
