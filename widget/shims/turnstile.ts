import { SCRIPT } from '../api/origin.ts';
import type { FaultCode, Options } from '../element/element.ts';
import { createWidgets, findContainer, type Widgets } from './core.ts';
import { createPage, install, ownGlobal } from './page.ts';
import { globals, type RawOptions, type Settings, themeOf } from './settings.ts';
import type { Flavour, Widget } from './widget.ts';

const ERRORS: Readonly<Partial<Record<FaultCode, string>>> = {
  sitekey: '110100',
  hostname: '110200',
  'bad-request': '110420',
  'blocked-by-csp': '200500',
};

const GENERAL_ERROR = '300010';

const isCompat = () => SCRIPT.query.get('compat') === 'recaptcha';

const isExecuted = (settings: Settings) => settings.text('execution') === 'execute';

/** Told around a challenge that was shown, however it ends. */
function leave({ open, settings }: Widget<string>): void {
  if (open) settings.call('after-interactive-callback');
}

const FLAVOUR: Flavour<string> = {
  get selector() {
    return isCompat() ? '.cf-turnstile, .g-recaptcha' : '.cf-turnstile';
  },
  newId: (count) => `cf-chl-widget-${Math.random().toString(36).slice(2, 7)}${count}`,
  fields: (id, _count, settings) => {
    if (String(settings.value('response-field')) === 'false') return [];
    const own = settings.text('response-field-name') ?? 'cf-turnstile-response';
    const names = isCompat() ? [own, 'g-recaptcha-response'] : [own];
    return names.map((name, at) => ({
      tag: 'input',
      name,
      id: at === 0 ? `${id}_response` : `${id}_g_response`,
    }));
  },
  options: (settings, container) => ({
    theme: themeOf(settings, 'auto'),
    action: settings.text('action'),
    cdata: settings.text('cData', 'cdata'),
    ...beginning(settings, container),
    retry: settings.text('retry') === 'never' ? 'never' : 'auto',
    retryIntervalMs: Number(settings.text('retry-interval')) || undefined,
    refresh: settings.text('refresh-expired') === 'never' ? 'never' : 'manual',
  }),
  opened: ({ settings }) => settings.call('before-interactive-callback'),
  solved: (widget, token) => {
    leave(widget);
    widget.settings.call('callback', token, false);
  },
  expired: (widget, what) => {
    if (what === 'token') {
      widget.settings.call('expired-callback', widget.token);
    } else {
      leave(widget);
      widget.settings.call('timeout-callback');
    }
  },
  closed: leave,
  failed: (widget, code) => {
    leave(widget);
    const number = ERRORS[code] ?? GENERAL_ERROR;
    const handled = widget.settings.call('error-callback', number);
    if (!handled) console.warn(`Turnstile: error ${number} (${code})`);
  },
};

/**
 * When the first challenge comes. Pages wait for the token of a widget that nobody can see and press,
 * so without a form to touch it starts by itself.
 */
function beginning(settings: Settings, container: Element): Options {
  const isHidden = (settings.text('appearance') ?? 'always') !== 'always';
  const appearance = isHidden ? 'challenge' : 'always';
  if (isExecuted(settings)) return { start: 'manual', appearance };
  const { width, height } = container.getBoundingClientRect();
  const isClipped = getComputedStyle(container).overflow === 'hidden' && (width < 1 || height < 1);
  const isInvisible = settings.text('size') === 'invisible';
  const isAlone = (isHidden || isClipped || isInvisible) && !container.closest('form');
  const start = isAlone ? 'load' : 'interaction';
  return isInvisible ? { start, appearance: 'challenge' } : { start, appearance };
}

/** Makes `turnstile`, and `grecaptcha` with `compat=recaptcha`. */
export function installTurnstile(): void {
  install('turnstile', createTurnstile);
  if (isCompat() && !ownGlobal('grecaptcha')) globals['grecaptcha'] = globals['turnstile'];
}

function createTurnstile() {
  const widgets = createWidgets(FLAVOUR);
  const page = createPage(widgets.scan);

  const find = (ref: unknown) => {
    const widget = widgets.find(ref);
    if (!widget) console.warn(`Turnstile: nothing to find by ${ref}`);
    return widget;
  };

  const api = {
    ready: page.ready,
    render: (given: unknown, options?: RawOptions | null): string =>
      render(widgets, given, options ?? {}).id,
    execute: (ref?: unknown, options?: RawOptions | null): void => {
      const isNew = options?.['sitekey'] !== undefined && !widgets.find(ref);
      const widget = isNew ? render(widgets, ref, { ...options, execution: 'execute' }) : find(ref);
      if (widget) widgets.run(widget);
    },
    reset: (ref?: unknown): void => find(ref)?.element.reset(),
    remove: (ref?: unknown): void => {
      const widget = find(ref);
      if (widget) widgets.remove(widget);
    },
    // Polled by clients, so it says nothing about what is not there.
    getResponse: (ref?: unknown): string | undefined =>
      widgets.find(ref)?.element.value || undefined,
    isExpired: (ref?: unknown): boolean => {
      const widget = widgets.find(ref);
      return widget !== undefined && widget.token !== '' && widget.element.value === '';
    },
  };
  return { api, page };
}

function render(widgets: Widgets<string>, given: unknown, options: RawOptions): Widget<string> {
  const container = findContainer(given);
  if (!container) throw new Error(`Turnstile: no element to render into: ${given}`);
  const present = widgets.at(container);
  if (present) console.warn('Turnstile has already been rendered in this container');
  return present ?? widgets.render(container, options);
}
