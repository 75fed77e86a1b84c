import { attempt, type Described, readList, type Setting } from './setting.ts';

/** A whole number from `min` to `max`. */
export function integer(
  options: Described & { readonly min: number; readonly max: number },
): Setting<number> {
  const accepts = `a whole number from ${options.min} to ${options.max}`;
  return {
    ...options,
    accepts,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= options.min && value <= options.max)) throw new Error(`must be ${accepts}`);
      return value;
    },
  };
}

/** `true` or `false`. */
export function flag(options: Described): Setting<boolean> {
  return choice({ ...options, choices: ['true', 'false'] }, (text) => text === 'true');
}

/** One of several words. */
export function oneOf<const T extends string>(
  options: Described & { readonly choices: readonly T[] },
): Setting<T> {
  return choice(options, (text) => text);
}

function choice<T extends string, V>(
  options: Described & { readonly choices: readonly T[] },
  toValue: (text: T) => V,
): Setting<V> {
  const accepts = options.choices.map((word) => `\`${word}\``).join(', ');
  return {
    ...options,
    accepts,
    parse: (text) => {
      const chosen = options.choices.find((word) => word === text.toLowerCase());
      if (chosen === undefined) throw new Error(`must be one of ${accepts}`);
      return toValue(chosen);
    },
  };
}

/** Text that matches a pattern. `accepts` completes "must be …". */
export function text(
  options: Described & { readonly pattern: RegExp; readonly accepts: string },
): Setting<string> {
  return {
    ...options,
    parse: (value) => {
      if (!options.pattern.test(value)) throw new Error(`must be ${options.accepts}`);
      return value;
    },
  };
}

/** A pattern that nothing at all matches, too. */
export function orNone(pattern: RegExp): RegExp {
  return new RegExp(`^$|${pattern.source}`);
}

/** A share, from 0 to 1. */
export function ratio(options: Described): Setting<number> {
  const accepts = 'a number from 0 to 1';
  return {
    ...options,
    accepts,
    parse: (value) => {
      if (!/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(value)) throw new Error(`must be ${accepts}`);
      return Number(value);
    },
  };
}

/** Names and values with commas between, percent-encoded, as of W3C Baggage. */
export function pairs(options: Described): Setting<Readonly<Record<string, string>>> {
  const accepts = '`name=value` with commas between, percent-encoded';
  return {
    ...options,
    accepts,
    parse: (value) => {
      return Object.fromEntries(
        readList(value, (part) => {
          const [, name, text] = /^([A-Za-z0-9._-]+)\s*=\s*([!-~]*)$/.exec(part) ?? [];
          const decoded = attempt(() => decodeURIComponent(text ?? ''));
          // What would end a header begins another one.
          if (!name || decoded === undefined || !/^[\t -~]*$/.test(decoded)) {
            throw new Error(`must be ${accepts}`);
          }
          return [name, decoded];
        }),
      );
    },
  };
}
