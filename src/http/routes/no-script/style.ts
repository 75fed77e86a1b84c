/** The style sheet of all pages: colours of the visitor's scheme, 4.5 to 1 and more; nothing that needs a mouse. */
export const NO_SCRIPT_CSS = `:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-inline-size: 24rem; margin-inline: auto; padding: 1rem; }
h1 { font-size: 1.25rem; margin-block: 0 1rem; }
img { display: block; max-inline-size: 100%; block-size: auto; border-radius: .375rem; margin-block-end: 1rem; }
audio { display: block; inline-size: 100%; margin-block-end: 1rem; }
.trap { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
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
