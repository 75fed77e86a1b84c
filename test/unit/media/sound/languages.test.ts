import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLanguages } from '../../../../src/media/sound/languages.ts';
import { VoicePackError } from '../../../../src/media/sound/pack.ts';
import { anyText } from '../../../support/any-text.ts';

const ours = new URL('../../../../assets/voices/', import.meta.url);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'voices-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const copy = (from: string, to: string) =>
  cpSync(new URL(from, ours), join(dir, to), { recursive: true });

describe('the language to speak', () => {
  const { choose } = findLanguages();

  it.each([
    ['it', 'it'],
    ['IT-ch', 'it'],
    ['de-AT-1996', 'de'],
    ['ja-JP-x-private', 'ja'],
    ['en-GB', 'en'],
    ['pt-BR', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    ['../fonts', 'en'],
    ['__proto__', 'en'],
    [`it-${'a'.repeat(40)}`, 'en'],
  ])('for the wish %j is %s', (wish, language) => {
    expect(choose(wish)).toBe(language);
  });

  it('is one that there is, whatever the wish', () => {
    void assert(
      property(anyText(60), (wish) => {
        expect(['de', 'en', 'es', 'fr', 'it', 'ja', 'ru']).toContain(choose(wish));
      }),
    );
  });
});

describe('voices of an operator', () => {
  it('add a language, and take the place of ours where there is one', () => {
    copy('it', 'pt-br');
    copy('de', 'en');
    const { available, choose, packOf } = findLanguages(dir);
    expect(available).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'pt-br', 'ru']);
    expect([choose('pt-BR'), choose('pt-br-x-a'), choose('pt')]).toEqual(['pt-br', 'pt-br', 'en']);
    expect(packOf('en').voices.map(({ name }) => name)).toContain('pico-de-DE');
    expect(packOf('en').folder.pathname).toContain(dir);
  });

  const clips = Array.from({ length: 10 }, () => [0, 8000]);
  const index = (voices: unknown) => () =>
    writeFileSync(join(dir, 'en/index.json'), JSON.stringify({ voices }));

  it.each([
    ['are not there', () => rmSync(join(dir, 'en'), { recursive: true }), /has no voice packs/],
    [
      'are in a folder without a language',
      () => copy('it', 'Italian'),
      /not called like a language/,
    ],
    ['lack their index', () => rmSync(join(dir, 'en/index.json')), /index\.json cannot be read/],
    ['lack their samples', () => rmSync(join(dir, 'en/clips.ulaw')), /clips\.ulaw cannot be read/],
    [
      'have no index but something',
      () => writeFileSync(join(dir, 'en/index.json'), 'x'),
      /no JSON/,
    ],
    ['are an empty list', index([]), /no list of "voices"/],
    ['are too many', index(Array(65).fill({ name: 'a', clips })), /more than 64 voices/],
    ['have no name', index([{ clips }]), /voice 0 has no "name"/],
    ['lack a digit', index([{ name: 'a', clips: clips.slice(1) }]), /voice a needs 10 "clips"/],
    ['end beyond their samples', () => truncateSync(join(dir, 'en/clips.ulaw'), 9000), /digit 1/],
    ['are too short', index([{ name: 'a', clips: Array(10).fill([0, 100]) }]), /digit 0/],
    ['are too long', index([{ name: 'a', clips: Array(10).fill([0, 30_000]) }]), /digit 0/],
    [
      'begin before the beginning',
      index([{ name: 'a', clips: Array(10).fill([-1, 999]) }]),
      /digit 0/,
    ],
    ['are too large', () => truncateSync(join(dir, 'en/clips.ulaw'), 8_000_001), /8000001 bytes/],
  ])('that %s are a fault that says so', (_what, spoil, message) => {
    copy('en', 'en');
    spoil();
    expect(() => findLanguages(dir)).toThrow(VoicePackError);
    expect(() => findLanguages(dir)).toThrow(message);
  });

  it('in a folder that is none are a fault', () => {
    expect(() => findLanguages(join(dir, 'nowhere'))).toThrow(/no folder of voice packs/);
  });

  it('may lie among hidden folders and files, which are not theirs', () => {
    copy('it', 'it');
    mkdirSync(join(dir, '.git'));
    writeFileSync(join(dir, 'README'), '');
    expect(findLanguages(dir).packOf('it').voices).toHaveLength(3);
  });
});
