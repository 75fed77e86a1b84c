import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import {
  chooseLanguage,
  directionOf,
  fill,
  LANGUAGES,
  loadStrings,
} from '../../../widget/locale.ts';
import { en, translation } from '../../../widget/strings/en.ts';
import { enKinds } from '../../../widget/strings/en-kinds.ts';
import { enMotion } from '../../../widget/strings/en-motion.ts';
import { enSound } from '../../../widget/strings/en-sound.ts';

describe('the language', () => {
  it.each([
    [['de'], 'de'],
    [['de-AT'], 'de'],
    [['zh_Hant_TW'], 'zh'],
    [['iw'], 'he'],
    [['PT-br'], 'pt'],
    [['', 'auto', null, undefined, 'fr'], 'fr'],
    [['sv', 'fr'], 'en'],
    [[], 'en'],
  ])('is, wished %j, %s', (wishes, language) => {
    expect(chooseLanguage(...wishes)).toBe(language);
  });

  it('is written from right to left in three cases', () => {
    expect(LANGUAGES.filter((language) => directionOf(language) === 'rtl')).toEqual([
      'ar',
      'fa',
      'he',
    ]);
  });

  it('writes numbers its own way', () => {
    expect(fill('{seconds} s left', 'en', { seconds: 20 })).toBe('20 s left');
    expect(fill('{seconds} s', 'fa', { seconds: 20 })).toBe('۲۰ s');
    expect(fill('{other}', 'en', {})).toBe('{other}');
  });
});

describe('the texts', () => {
  // What scripts of their own bring in English is in the files of the other languages.
  const english = { ...en, ...enKinds, ...enSound, ...enMotion };

  it.each(LANGUAGES)('are whole in %s', async (language) => {
    const module = (await import(`../../../widget/strings/${language}.ts`)) as Record<
      string,
      Record<string, string>
    >;
    const texts = language === 'en' ? english : (module[language] ?? {});
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    expect(Object.values(texts).filter((text) => text.trim() !== text || text === '')).toEqual([]);
    expect(readFileSync(`widget/strings/${language}.ts`, 'utf8')).toContain(`const ${language} =`);
  });

  it('do not compile with a lost hole or a lost text', () => {
    // @ts-expect-error: the label has lost its {length}
    translation({ ...english, label: 'Type the characters' });
    // @ts-expect-error: a hole of another name
    translation({ ...english, timeLeft: '{minutes} left' });
    const { close: _, ...incomplete } = english;
    // @ts-expect-error: no text for the close button
    translation(incomplete);
    // @ts-expect-error: a text that is nowhere shown
    translation({ ...english, extra: 'More' });
  });

  it('are fetched once a page', async () => {
    const fetch = vi.fn(async () => Response.json(en));
    const [first, second] = await Promise.all([
      loadStrings('https://api.test/base/', 'de', 'v1', fetch),
      loadStrings('https://api.test/base/', 'de', 'v1', fetch),
    ]);
    expect(first).toEqual(en);
    expect(second).toBe(first);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      'https://api.test/base/widget/strings/de.json?v=v1',
      { credentials: 'omit', referrerPolicy: 'origin' },
    );
  });

  it('are missed without harm', async () => {
    const broken = async () => Promise.reject(new TypeError('no network'));
    const absent = async () => new Response('', { status: 404 });
    expect(await loadStrings('https://broken.test/', 'fr', 'v1', broken)).toBeNull();
    expect(await loadStrings('https://absent.test/', 'fr', 'v1', absent)).toBeNull();
  });
});
