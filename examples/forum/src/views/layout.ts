import { html } from 'ghtml';

/** What differs from page to page. All but the title is HTML, escaped by whoever made it. */
export interface Page {
  title: string;
  main: string;
  /** The style sheet of what only this page has. */
  styles?: string;
  scripts?: string;
}

const logo = html`<svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
  <circle class="logo-cloth" cx="20" cy="20" r="19" />
  <circle class="logo-seam" cx="20" cy="20" r="15" />
  <path class="logo-needle" d="M27 9 13.5 30.5" />
  <path class="logo-thread" d="M26 10.5c-8-3-13 1-11 5.5s11 3 11 8.5-6 6.5-11 4" />
</svg>`;

/** The frame around every page of the site. */
export function layout({ title, main, styles, scripts = '' }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} - The Mending Circle</title>
  <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/assets/site.css">
  <link rel="stylesheet" href="/assets/parts.css">
  !${styles ? html`<link rel="stylesheet" href="/assets/${styles}">` : ''}
  !${scripts}
</head>
<body>
  <a class="skip" href="#main">Skip to the content</a>
  <header class="top">
    <a class="brand" href="/">!${logo}<span>The Mending Circle</span></a>
  </header>
  <main id="main">!${main}</main>
  <footer class="bottom">
    <p>An example site for <a href="/register">registering people</a> and turning bots away with
      Inkblot, also <a href="/register/classic">in its classic way</a>. Nothing you type here is kept
      but the name.</p>
  </footer>
</body>
</html>`;
}
