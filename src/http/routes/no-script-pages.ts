import { html } from 'ghtml';
import type { Language } from './no-script-strings.ts';

/** What all pages have. */
interface Page {
  readonly language: Language;
  /** The relative way to the base of the service, with a slash at its end. */
  readonly base: string;
}

/** A challenge on a page. */
export interface Puzzle extends Page {
  readonly id: string;
  readonly message: 'wrong' | 'gone' | undefined;
  /** How long it can be answered. */
  readonly seconds: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What comes back with the answer, by the name of its field. */
  readonly kept: Readonly<Record<string, string>>;
}

/** A token on a page. */
export interface TokenOnPage extends Page {
  readonly token: string;
  /** The name of the form field that takes it. */
  readonly field: string;
  readonly returnTo: string | undefined;
}

/** A picture, a field and three buttons: without scripts a form is all there is. */
export function puzzlePage(puzzle: Puzzle): string {
  const { language, base, id, message, kept, seconds } = puzzle;
  const { strings } = language;
  return layout(
    puzzle,
    html`<form method="post">
      !${message ? alert(strings[message]) : ''}
      <img src="${base}v1/challenges/${id}/media" alt="${strings.picture}"
        width="${puzzle.widthPx}" height="${puzzle.heightPx}">
      <label for="answer">${strings.label}</label>
      <input id="answer" name="answer" dir="ltr" autocomplete="off" autocapitalize="characters"
        spellcheck="false" maxlength="64" aria-describedby="limit">
      <p id="limit">${strings.limit} ${seconds}</p>
      <input type="hidden" name="id" value="${id}">
      !${hidden(kept)}
      <div>
        <button name="do" value="check">${strings.check}</button>
        <button name="do" value="refresh">${strings.another}</button>
        <button name="do" value="extend">${strings.time}</button>
      </div>
    </form>`,
  );
}

/** The token: to be copied, or sent on by a button. */
export function tokenPage({ token, field, returnTo, ...page }: TokenOnPage): string {
  const { strings } = page.language;
  return layout(
    page,
    returnTo
      ? html`<form method="post" action="${returnTo}">
          !${hidden({ [field]: token })}
          <button>${strings.next}</button>
        </form>`
      : html`<p>${strings.solved}</p>
          <label for="token">${strings.code}</label>
          <textarea id="token" name="${field}" dir="ltr" readonly rows="4">${token}</textarea>`,
  );
}

/** No such site, or not on that page: a fault of the page that led here. */
export function problemPage(page: Page): string {
  return layout(
    page,
    html`<p role="alert">There is no site with this sitekey, or not on the page that led here.</p>`,
  );
}

function layout({ language, base }: Page, body: string): string {
  const { code, dir, strings } = language;
  return html`<!doctype html>
<html lang="${code}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${strings.title}</title>
<link rel="stylesheet" href="${base}v1/no-script.css">
</head>
<body><main><h1>${strings.title}</h1>
!${body}
</main></body>
</html>
`;
}

function alert(text: string): string {
  return html`<p role="alert">${text}</p>`;
}

function hidden(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
    .join('');
}

/** Colours of the visitor's scheme, 4.5 to 1 and more; nothing that needs a mouse. */
export const NO_SCRIPT_CSS = `:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-inline-size: 24rem; margin-inline: auto; padding: 1rem; }
h1 { font-size: 1.25rem; margin-block: 0 1rem; }
img { display: block; max-inline-size: 100%; block-size: auto; border-radius: .375rem; margin-block-end: 1rem; }
label { display: block; font-weight: 600; }
input, textarea { box-sizing: border-box; inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .75rem; font: inherit; border: 1px solid GrayText; border-radius: .375rem; background: Field; color: FieldText; }
#answer { font-size: 1.25rem; letter-spacing: .15em; }
textarea { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
div { display: flex; flex-wrap: wrap; gap: .5rem; }
button { min-block-size: 2.75rem; padding: .5rem 1rem; font: inherit; border: 1px solid GrayText; border-radius: .375rem; background: ButtonFace; color: ButtonText; cursor: pointer; }
button[value=check] { background: CanvasText; color: Canvas; border-color: CanvasText; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
[role=alert] { border-inline-start: 4px solid #b3261e; padding-inline-start: .75rem; }
`;
