import { html } from 'ghtml';
import type { OpenChallenge } from '../../../challenge/opening.ts';
import type { KindName } from '../../../challenge/types.ts';
import type { Language } from './languages.ts';

/** What all pages have. */
export interface Page {
  readonly language: Language;
  /** The relative way to the base of the service, with a slash at its end. */
  readonly base: string;
}

/** A challenge on a page. */
export interface Puzzle extends Page {
  readonly challenge: OpenChallenge;
  readonly message: 'wrong' | 'gone' | undefined;
  /** How long it can be answered. */
  readonly seconds: number;
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

/** A picture or a sound, a field and a few buttons: without scripts a form is all there is. */
export function puzzlePage(puzzle: Puzzle): string {
  const { language, challenge, message, kept, seconds } = puzzle;
  const { strings } = language;
  const isSpoken = challenge.answer.type === 'digits';
  const others = challenge.alternatives.flatMap((kind) => {
    const name = OTHERS[kind];
    return name ? [button(kind, strings[name])] : [];
  });
  return layout(
    puzzle,
    html`<form method="post">
      !${message ? alert(strings[message]) : ''}
      !${media(puzzle)}
      <label for="answer">${isSpoken ? strings.digits : strings.label}</label>
      <input id="answer" name="answer" dir="ltr" autocomplete="off" autocapitalize="characters"
        spellcheck="false" maxlength="64" inputmode="${isSpoken ? 'numeric' : 'text'}"
        aria-describedby="limit">
      <p id="limit">${strings.limit} ${seconds}</p>
      <p class="trap" aria-hidden="true">
        <label for="website">${strings.trap}</label>
        <input id="website" name="website" tabindex="-1" autocomplete="off">
      </p>
      <input type="hidden" name="id" value="${challenge.id}">
      !${hidden(kept)}
      <div>
        !${button('check', strings.check)}
        !${button('refresh', strings.another)}
        !${button('extend', strings.time)}
        !${others.join('')}
      </div>
    </form>`,
  );
}

/** How the way to a kind is called. What only a script can do is not offered. */
const OTHERS: Partial<Record<KindName, 'listen' | 'watch' | 'look'>> = {
  sound: 'listen',
  motion: 'watch',
  picture: 'look',
};

function media({ base, challenge, language }: Puzzle): string {
  const source = `${base}v1/challenges/${challenge.id}/media`;
  const { strings } = language;
  if (challenge.kind === 'sound') {
    // Nothing plays by itself, and nothing is fetched before somebody wants to hear it.
    return html`<audio controls preload="none" src="${source}" lang="${challenge.media?.language ?? ''}"
      aria-label="${strings.digits}"></audio>`;
  }
  const { widthPx = 0, heightPx = 0 } = challenge.media ?? {};
  const alt = challenge.kind === 'motion' ? strings.motion : strings.picture;
  return html`<img src="${source}" alt="${alt}" width="${widthPx}" height="${heightPx}">`;
}

function button(value: string, text: string): string {
  return html`<button name="do" value="${value}">${text}</button> `;
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
    // English whatever the page's language: it is for whoever made the page that led here.
    html`<p role="alert" lang="en" dir="ltr">There is no site with this sitekey, or not on the page that led here.</p>`,
  );
}

/** Too many requests from one network. Needs no style sheet, which would be one more of them. */
export function limitPage({ code, dir, strings }: Language, seconds: number): string {
  return html`<!doctype html>
<html lang="${code}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${strings.title}</title>
</head>
<body><main><p role="alert">${strings.limited} ${seconds}</p></main></body>
</html>
`;
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
