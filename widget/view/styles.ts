import { createSheets } from './sheet.ts';

/** Names of our own begin with `--_`: a page may have given the element an `--accent`, too. */
const LIGHT = `
  --_bg: var(--inkblot-background, #fff);
  --_fg: var(--inkblot-text, #1b2027);
  --_soft: #5a6472;
  --_line: var(--inkblot-border, #d5dae1);
  --_edge: #7b8593;
  --_fill: #f3f5f8;
  --_accent: var(--inkblot-accent, #2353c4);
  --_on-accent: var(--inkblot-on-accent, #fff);
  --_error: var(--inkblot-error, #b3261e);
  --_success: var(--inkblot-success, #17784a);
  color-scheme: light;`;

const DARK = `
  --_bg: var(--inkblot-background, #1a1d22);
  --_fg: var(--inkblot-text, #eceff3);
  --_soft: #a7b0bc;
  --_line: var(--inkblot-border, #3a414b);
  --_edge: #7d8896;
  --_fill: #252a31;
  --_accent: var(--inkblot-accent, #8fb4ff);
  --_on-accent: var(--inkblot-on-accent, #0d1a33);
  --_error: var(--inkblot-error, #ffb0a8);
  --_success: var(--inkblot-success, #6ed49a);
  color-scheme: dark;`;

const CSS = `
:host {${LIGHT}
  --_gap: var(--inkblot-gap, 12px);
  --_radius: var(--inkblot-radius, 10px);
  display: block;
  min-inline-size: 0;
  inline-size: var(--inkblot-width, 340px);
  max-inline-size: 100%;
}
:host([theme=dark]) {${DARK}}
@media (prefers-color-scheme: dark) { :host(:not([theme=light], [theme=dark])) {${DARK}} }
:host([hidden]), [hidden] { display: none !important; }

[part=box], [part=panel] {
  box-sizing: border-box;
  /* Some pages make a rem 10 pixels wide. */
  font: 400 max(1rem, 16px)/1.4 var(--inkblot-font, system-ui, sans-serif);
  color: var(--_fg);
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-indent: 0;
  text-transform: none;
  white-space: normal;
}
[part=box] {
  background: var(--_bg);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
}
:host([appearance=challenge]) [part=box]:not(:has(> [part=panel]:not([hidden]))) { display: none; }
:host([appearance=challenge]) [part=box]:has(> [data-docked]) { border: 0; background: none; }
:host([appearance=challenge]) [part=box]:has(> [data-docked]) .head { display: none; }
[part=box][inert] { opacity: .55; }
* { box-sizing: border-box; }
button, input { font: inherit; color: inherit; margin: 0; min-inline-size: 0; }
button { min-block-size: 44px; border: 1px solid transparent; background: none; cursor: pointer; }
button, input, [part=media] { border-radius: calc(var(--_radius) * .7); }
[aria-disabled=true] { cursor: default; }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }

[part=start] {
  display: flex;
  align-items: center;
  gap: var(--_gap);
  inline-size: 100%;
  min-block-size: 62px;
  padding: 8px calc(var(--_gap) + 4px);
  border: 0;
  border-radius: inherit;
  text-align: start;
}
[part=start]:focus-visible { outline-offset: -3px; }
.head { container-type: inline-size; border-radius: inherit; }
@container (inline-size < 220px) {
  [part=start] { gap: 8px; padding: 6px 8px; font-size: .8125em; }
  .mark { scale: .85; margin-inline: -2px; }
}
.lines { display: grid; gap: 1px; min-inline-size: 0; overflow-wrap: anywhere; hyphens: auto; }
[part=title] { font-weight: 600; }
.note { font-size: .8125em; color: var(--_soft); }
.note:empty, [part=message]:empty, [part=timer]:empty { display: none; }

.mark {
  position: relative;
  flex: none;
  inline-size: 26px;
  block-size: 26px;
  border: 2px solid var(--_edge);
  border-radius: 50%;
  transition: border-color .2s, background-color .2s;
}
[part=start][aria-disabled=false]:hover .mark { border-color: var(--_accent); }
[data-state=ready] .mark, [data-state=wrong] .mark { border-color: var(--_accent); }
[data-state=loading] .mark, [data-state=checking] .mark {
  border-color: var(--_line);
  border-block-start-color: var(--_accent);
  animation: turn .9s linear infinite;
}
[data-state=solved] .mark { border-color: var(--_success); background: var(--_success); }
[data-state=solved] .mark::after {
  content: '';
  position: absolute;
  inset: 3px 7px 6px;
  border: solid var(--_bg);
  border-width: 0 2.5px 2.5px 0;
  transform: rotate(45deg);
}
[data-state=expired] .mark, [data-state=offline] .mark, [data-state=failed] .mark,
[data-state=rate-limited] .mark { border-color: var(--_error); border-style: dashed; }
@keyframes turn { to { transform: rotate(1turn); } }

[part=panel] { padding: 4px calc(var(--_gap) + 4px) var(--_gap); }
[part=panel]:not([hidden]) { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--_gap); }
[part=media] {
  display: block;
  inline-size: 100%;
  background: var(--_fill);
  border: 1px solid var(--_line);
}
[data-state=expired] [part=media], [data-state=solved] [part=media], [data-state=checking] [part=media] { opacity: .4; }
label { margin-block-end: -6px; font-size: .9375em; font-weight: 500; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
[part=input] {
  flex: 99 1 8em;
  min-block-size: 44px;
  padding: 6px 12px;
  border: 1px solid var(--_edge);
  background: var(--_bg);
  font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: 1.125em;
  letter-spacing: .12em;
}
[part=input]:read-only { background: var(--_fill); }
[part=input][aria-invalid=true] { border-color: var(--_error); }
.primary {
  flex: 1 0 auto;
  max-inline-size: 100%;
  padding: 6px 18px;
  background: var(--_accent);
  color: var(--_on-accent);
  font-weight: 600;
}
.primary[aria-disabled=true] { background: var(--_fill); border-color: var(--_line); color: var(--_soft); }
[data-bare] [part=message] { order: -1; }
[data-bare] .tools:not(:focus-within) { display: none; }
[part=message] { margin: -4px 0 0; font-size: .9375em; overflow-wrap: anywhere; }
[data-state=wrong] [part=message] { color: var(--_error); }
.tools { align-items: center; margin: -8px -10px -4px; gap: 0 4px; }
.tool { padding: 6px 10px; font-size: .9375em; color: var(--_accent); }
.tool:hover { background: var(--_fill); }
.tool[aria-disabled=true] { color: var(--_soft); background: none; }
[part=timer] {
  margin-inline-start: auto;
  padding-inline: 10px 4px;
  font-size: .875em;
  font-variant-numeric: tabular-nums;
  color: var(--_soft);
}

.bar { display: none; align-items: center; justify-content: space-between; }
.heading { font-weight: 600; }
[data-docked] {
  position: fixed;
  inset: auto;
  inset-block-end: 0;
  inset-inline-end: 0;
  inline-size: min(340px, 100vw - 16px);
  max-block-size: calc(100vh - 16px);
  margin: 8px;
  overflow: auto;
  z-index: 2147483647;
  background: var(--_bg);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  box-shadow: 0 4px 24px rgb(0 0 0 / .18);
}
[data-docked] .bar { display: flex; }
[part=close] { inline-size: 44px; margin-inline-end: -10px; font-size: 1.375em; line-height: 1; }
[part=close]::before { content: '×'; }
[part=close]:hover { background: var(--_fill); }

.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (prefers-reduced-motion: reduce) {
  .mark { animation: none !important; transition: none; }
}
@media (forced-colors: active) {
  button, [part=box], [part=input] { border: 1px solid; }
  [part=start] { border: 0; }
  .tools { margin: 0; }
  [part=media] { border-color: CanvasText; }
  [aria-disabled=true]:not([part=start]) { color: GrayText; border-color: GrayText; }
  [data-state=solved] .mark::after { border-color: CanvasText; }
  :focus-visible { outline-color: Highlight; }
}
`;

/** The style sheet for elements in a document. */
export const sheetFor = createSheets(CSS);
