import { make } from '../view/dom.ts';

/**
 * Adds the field that only robots fill, once. It is a child of the element, for what reads and fills
 * forms looks into no shadow tree; a slot out of sight shows it, for many robots skip what is not shown.
 */
export function keepHoneypot(host: HTMLElement & { readonly honeypot: string }): void {
  if (host.querySelector('[slot=honeypot]')) return;
  const away = make('div', {}, make('slot', { name: 'honeypot' }));
  Object.assign(away.style, { position: 'fixed', insetBlockStart: '-9999px' });
  host.shadowRoot?.append(away);
  const field = make('input', {
    name: host.honeypot,
    slot: 'honeypot',
    tabindex: '-1',
    'aria-hidden': 'true',
    autocomplete: 'off',
    'data-1p-ignore': '',
    'data-lpignore': 'true',
    'data-bwignore': '',
  });
  host.append(field);
}
