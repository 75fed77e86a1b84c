import { SCRIPT } from '../api/origin.ts';
import { CaptchaError, type FaultCode } from '../element/element.ts';
import { createWidgets, findContainer } from './core.ts';
import { createPage, install, ownGlobal } from './page.ts';
import { globals, type RawOptions, themeOf } from './settings.ts';
import type { Flavour } from './widget.ts';

const ERRORS: Readonly<Partial<Record<FaultCode, string>>> = {
  network: 'network-error',
  'rate-limited': 'rate-limited',
  sitekey: 'invalid-data',
  hostname: 'invalid-data',
  'bad-request': 'invalid-data',
};

const errorOf = (code: FaultCode) => ERRORS[code] ?? 'challenge-error';

const isCompat = () => SCRIPT.query.get('recaptchacompat') !== 'off';

const FLAVOUR: Flavour<string> = {
  selector: '.h-captcha',
  // Clients take a falsy id for «not rendered».
  newId: (count) => `0${Math.random().toString(36).slice(2, 10)}-${count}`,
  fields: (id) =>
    ['h-captcha-response', ...(isCompat() ? ['g-recaptcha-response'] : [])].map((name) => ({
      tag: 'textarea',
      name,
      id: `${name}-${id}`,
    })),
  options: (settings) => ({ theme: themeOf(settings, 'light') }),
  solved: ({ settings }, token) => settings.call('callback', token),
  expired: ({ settings }, what) =>
    settings.call(what === 'token' ? 'expired-callback' : 'chalexpired-callback'),
  opened: ({ settings }) => settings.call('open-callback'),
  closed: ({ settings }) => settings.call('close-callback'),
  failed: ({ settings }, code) => settings.call('error-callback', errorOf(code)),
};

/** Makes `hcaptcha`, and `grecaptcha` beside it if no other script has. */
export function installHcaptcha(): void {
  install('hcaptcha', createHcaptcha);
  if (isCompat() && !ownGlobal('grecaptcha')) globals['grecaptcha'] = globals['hcaptcha'];
}

/** What a client tells apart by its text: pages compare with `'challenge-closed'`. */
function rejection(error: unknown): string {
  const code = error instanceof CaptchaError ? error.code : 'unavailable';
  if (code === 'closed' || code === 'reset' || code === 'removed') return 'challenge-closed';
  return code === 'challenge-expired' ? code : errorOf(code);
}

function createHcaptcha() {
  const widgets = createWidgets(FLAVOUR);
  const page = createPage(widgets.scan);

  const find = (id: unknown) => {
    const widget = widgets.find(id);
    if (!widget) console.warn(`[hCaptcha] no widget with the id ${id}`);
    return widget;
  };

  const execute = (id: unknown): Promise<{ response: string; key: string }> => {
    const widget = find(id);
    if (!widget) return Promise.reject(id === undefined ? 'missing-captcha' : 'invalid-captcha-id');
    const { element } = widget;
    widgets.run(widget);
    return element.execute().then(
      (response) => ({ response, key: element.challengeId }),
      (error) => Promise.reject(rejection(error)),
    );
  };

  const api = {
    render: (given: unknown, options?: RawOptions | null): string => {
      const container = findContainer(given);
      if (!container) {
        console.warn(`[hCaptcha] render: invalid container '${given}'`);
        return '';
      }
      const present = widgets.at(container);
      if (present) console.warn('[hCaptcha] render: only one widget per container');
      return (present ?? widgets.render(container, options ?? {})).id;
    },
    execute: (first?: unknown, second?: RawOptions | null) => {
      const isOptions = typeof first === 'object' && first !== null && !('nodeType' in first);
      const [id, options] = isOptions ? [undefined, first as RawOptions] : [first, second];
      const done = execute(id);
      // Most pages wait for the callback and leave the promise alone.
      done.catch(() => {});
      return options?.['async'] ? done : undefined;
    },
    getResponse: (id?: unknown): string => find(id)?.element.value ?? '',
    getRespKey: (id?: unknown): string => {
      const element = find(id)?.element;
      return element?.value ? element.challengeId : '';
    },
    reset: (id?: unknown): void => find(id)?.element.reset(),
    close: (id?: unknown): void => find(id)?.element.close(),
    remove: (id?: unknown): void => {
      const widget = find(id);
      if (widget) widgets.remove(widget);
    },
    // For the vendor's paid plans; clients call it without asking.
    setData: (): void => {},
  };
  return { api, page };
}
