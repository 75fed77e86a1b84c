/**
 * A page with other text between `<!-- name:begin -->` and `<!-- name:end -->`, so that each benchmark
 * writes its own section of one page. Throws an Error if the page has no such pair of marks.
 */
export function replaceSection(page: string, name: string, text: string): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
}
