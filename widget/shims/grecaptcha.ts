import { createWidgets, findContainer } from './core.ts';
import { createPage, install, ownGlobal } from './page.ts';
import { scoreToken } from './score.ts';
import { globals, type RawOptions, themeOf } from './settings.ts';
import type { Flavour } from './widget.ts';

const FIELD = 'g-recaptcha-response';

const FLAVOUR: Flavour<number> = {
  selector: '.g-recaptcha',
  newId: (count) => count,
  fields: (_id, count) => [
    { tag: 'textarea', name: FIELD, id: count === 0 ? FIELD : `${FIELD}-${count}` },
  ],
  options: (settings) => ({
    theme: themeOf(settings, 'light'),
    action: settings.text('action'),
  }),
  solved: ({ settings }, token) => settings.call('callback', token),
  expired: ({ settings }, what) => {
    if (what === 'token') settings.call('expired-callback');
  },
  opened: () => {},
  // Nothing else would ever settle `executeAsync` of react-google-recaptcha.
  closed: ({ settings, invisible }) => {
    if (invisible) settings.call('error-callback');
  },
  failed: ({ settings }) => settings.call('error-callback'),
};

/** Makes `grecaptcha` of reCAPTCHA v2, v3 and Enterprise. */
export function installRecaptcha(): void {
  install('grecaptcha', () => {
    const { api, page } = createRecaptcha();
    // Google's snippet makes an object with `ready` before the script is there, and pages hold on to
    // it. Another flavour's object, there for compatibility, stays as it is.
    const early = ownGlobal('grecaptcha');
    const isLent = early === ownGlobal('hcaptcha') || early === ownGlobal('turnstile');
    const target = isLent ? {} : early;
    const enterprise = Object.assign((target as { enterprise?: object })?.enterprise ?? {}, api);
    for (const callback of earlyCallbacks()) page.ready(callback);
    return { api: Object.assign(target ?? {}, api, { enterprise }), page };
  });
}

function earlyCallbacks(): unknown[] {
  const config = globals['___grecaptcha_cfg'] as { fns?: unknown } | undefined;
  return Array.isArray(config?.fns) ? config.fns.splice(0) : [];
}

// Clients call these detached from the object, so none of them knows `this`.
function createRecaptcha() {
  const widgets = createWidgets(FLAVOUR);
  const page = createPage(widgets.scan);

  const find = (id: unknown) => {
    const widget = widgets.find(id);
    if (!widget) console.warn(`Invalid reCAPTCHA client id: ${id}`);
    return widget;
  };

  const run = async (id: unknown): Promise<void> => {
    const widget = find(id);
    if (!widget) return;
    widgets.run(widget);
    await widget.element.execute();
  };

  const api = {
    ready: page.ready,
    render: (given: unknown, options?: RawOptions | null): number => {
      const container = findContainer(given);
      if (!container) throw new Error('reCAPTCHA placeholder element must be an element or id');
      if (widgets.at(container)) {
        throw new Error('reCAPTCHA has already been rendered in this element');
      }
      return widgets.render(container, options ?? {}).id;
    },
    reset: (id?: unknown): void => find(id)?.element.reset(),
    getResponse: (id?: unknown): string => find(id)?.element.value ?? '',
    execute: (id?: unknown, options?: RawOptions | null): Promise<unknown> => {
      if (typeof id === 'string' && id !== '' && !widgets.find(id)) {
        return scoreToken(id, options ?? {});
      }
      if (id === undefined && !widgets.find(id)) throw new Error('No reCAPTCHA clients exist.');
      const done = run(id);
      // Most pages wait for the callback and leave the promise alone.
      done.catch(() => {});
      return done;
    },
  };
  return { api, page };
}
