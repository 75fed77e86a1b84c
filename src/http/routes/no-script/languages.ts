import { ar } from './strings/ar.ts';
import { de } from './strings/de.ts';
import { en, type Strings } from './strings/en.ts';
import { es } from './strings/es.ts';
import { fr } from './strings/fr.ts';
import { it } from './strings/it.ts';
import { ja } from './strings/ja.ts';
import { pt } from './strings/pt.ts';
import { ru } from './strings/ru.ts';
import { zh } from './strings/zh.ts';

const ALL: Readonly<Record<string, Strings>> = { en, de, fr, es, it, pt, ru, ar, ja, zh };

/** A language of the page: its code for `lang`, the direction it is written in, and its texts. */
export interface Language {
  readonly code: string;
  readonly dir: 'ltr' | 'rtl';
  readonly strings: Strings;
}

/**
 * The first of the wishes that there is: `hl` or what `Accept-Language` lists in its order. English
 * for none. Accepts any texts.
 */
export function chooseLanguage(wishes: readonly string[]): Language {
  const codes = wishes.map((wish) => wish.trim().toLowerCase().split(/[-_;]/, 1)[0] ?? '');
  const code = codes.find((each) => Object.hasOwn(ALL, each)) ?? 'en';
  return { code, dir: code === 'ar' ? 'rtl' : 'ltr', strings: ALL[code] ?? en };
}
