import type { Theme } from '../element/element.ts';

/** What a page passes to `render`: any keys with any values. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** The page's globals by name. */
export const globals = globalThis as unknown as Record<string, unknown>;

/** The global of this name, which may be a path with dots. */
export function lookUp(path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], globals);
}

/** Runs code of the page: what it throws is reported and stops nothing of ours. */
export function guarded(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    reportError(error);
    return undefined;
  }
}

/** What one widget was asked for: by `render`, else by `data-` attributes of its container. */
export interface Settings {
  /** The first of these that is given; `undefined` and `null` are as good as absent. */
  value(...names: readonly string[]): unknown;
  /** The same if it is a text that is not empty, or a number. */
  text(...names: readonly string[]): string | undefined;
  /**
   * Calls the page's function. A name is looked up only now: pages define their callbacks after the
   * widget is rendered.
   */
  call(name: string, ...args: readonly unknown[]): unknown;
}

/** Reads options of a widget. */
export function createSettings(given: RawOptions, container: Element): Settings {
  const value = (...names: readonly string[]) => {
    for (const name of names) {
      const own = given[name] ?? container.getAttribute(`data-${name}`);
      if (own !== undefined && own !== null) return own;
    }
    return undefined;
  };
  return {
    value,
    text: (...names) => {
      const found = value(...names);
      if (typeof found === 'number') return String(found);
      return typeof found === 'string' && found !== '' ? found : undefined;
    },
    call: (name, ...args) => {
      const named = value(name);
      const callback = typeof named === 'string' ? lookUp(named) : named;
      return typeof callback === 'function' ? guarded(() => callback(...args)) : undefined;
    },
  };
}

/** The colours that were asked for. Colours of a page's own making follow the visitor's system. */
export function themeOf(settings: Settings, fallback: Theme): Theme {
  const theme = settings.value('theme');
  if (theme === 'light' || theme === 'dark' || theme === 'auto') return theme;
  return typeof theme === 'object' ? 'auto' : fallback;
}
