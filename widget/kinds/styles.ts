import { createSheets } from '../view/sheet.ts';

const CSS = `
[role=progressbar], .track {
  block-size: 4px;
  border-radius: 2px;
  background: linear-gradient(var(--_accent) 0 0) 0 / calc(var(--_done, 0) * 100%) 100% no-repeat var(--_line);
}
.head [role=progressbar] { margin: 0 calc(var(--_gap) + 4px) 8px; }
.others { gap: 0 4px; margin: -4px -10px -6px; padding-block-start: 4px; border-block-start: 1px solid var(--_line); }
.place:empty { display: none; }
.player { display: grid; gap: 8px; }
.player .row { align-items: center; gap: 4px; }
.play {
  display: inline-flex;
  align-items: center;
  gap: 10px;
  padding: 6px 16px 6px 14px;
  border-color: var(--_edge);
  background: var(--_bg);
  color: var(--_accent);
  font-weight: 600;
}
.play:hover { border-color: var(--_accent); }
.play::before {
  content: '';
  inline-size: 12px;
  block-size: 14px;
  background: currentColor;
  clip-path: polygon(0 0, 100% 50%, 0 100%);
}
.play.on::before { clip-path: polygon(0 0, 35% 0, 35% 100%, 0 100%, 0 0, 65% 0, 100% 0, 100% 100%, 65% 100%, 65% 0); }
.heard { padding: 12px; border: 1px solid var(--_line); border-radius: calc(var(--_radius) * .7); background: var(--_fill); }
.heard .tool:hover { background: var(--_bg); }
.track { flex: 1 1 3em; margin-inline: 8px 4px; }
.heard .row + .row { margin: -2px -10px -6px; }
.tool[aria-pressed=true] { text-decoration: underline 2px; text-underline-offset: 4px; }
.heard p { margin: 0; font-size: .8125em; color: var(--_soft); }
.heard p:empty { display: none; }
@media (forced-colors: active) {
  .others, .heard .row + .row { gap: 8px; margin: 0; }
  .others { padding-block-start: 12px; }
  .play::before { background: ButtonText; forced-color-adjust: none; }
  [role=progressbar], .track {
    block-size: 8px;
    border: 1px solid CanvasText;
    background: linear-gradient(Highlight 0 0) 0 / calc(var(--_done, 0) * 100%) 100% no-repeat Canvas;
    forced-color-adjust: none;
  }
}
`;

const sheetFor = createSheets(CSS);

/** Dresses the players of a shadow tree, once for each document it comes to. */
export function dress(root: ShadowRoot): void {
  const sheet = sheetFor(root.ownerDocument);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
