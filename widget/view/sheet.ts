/** Makes a style sheet for each document that asks for it: one made for another document does not apply. */
export function createSheets(css: string): (document: Document) => CSSStyleSheet {
  const sheets = new WeakMap<Document, CSSStyleSheet>();
  return (document) => {
    let sheet = sheets.get(document);
    if (!sheet) {
      sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(document, sheet);
    }
    return sheet;
  };
}
