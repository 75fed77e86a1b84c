import type { Strings } from './strings/en.ts';

/** The languages there are texts in. */
export const LANGUAGES = [
  'ar',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'he',
  'it',
  'ja',
  'ko',
  'nl',
  'pl',
  'pt',
  'ru',
  'tr',
  'uk',
  'zh',
] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

const ALIASES: Readonly<Record<string, Language>> = { iw: 'he' };
const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(['ar', 'fa', 'he']);

/**
 * The first of the wishes there are texts in, else English. Empty wishes and `auto` are none; an
 * explicit wish that cannot be met does not fall through to the next one.
 */
export function chooseLanguage(...wishes: readonly (string | null | undefined)[]): Language {
  const wish = wishes.find((tag) => tag && tag.toLowerCase() !== 'auto') ?? 'en';
  const primary = wish.toLowerCase().split(/[-_]/)[0] ?? '';
  return LANGUAGES.find((language) => language === primary) ?? ALIASES[primary] ?? 'en';
}

/** Which way a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

/** Puts values into the holes of a text, with numbers as the language writes them. */
export function fill(
  text: string,
  language: Language,
  values: Readonly<Record<string, number>>,
): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    return value === undefined ? hole : new Intl.NumberFormat(language).format(value);
  });
}

const loading = new Map<string, Promise<Strings | null>>();

/** Fetches the texts of a language, once a page; `null` if they are not to be had. */
export function loadStrings(
  base: string,
  language: Language,
  version: string,
  fetch: typeof globalThis.fetch,
): Promise<Strings | null> {
  const url = new URL(`widget/strings/${language}.json?v=${version}`, base).href;
  const known = loading.get(url);
  if (known !== undefined) return known;
  const strings = fetch(url, { credentials: 'omit', referrerPolicy: 'origin' })
    .then((response) => (response.ok ? (response.json() as Promise<Strings>) : null))
    .catch(() => null);
  loading.set(url, strings);
  return strings;
}
