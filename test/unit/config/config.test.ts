import { readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { assert, constantFrom, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { settings } from '../../../src/config/settings.ts';
import { PICTURE_LIMITS } from '../../../src/media/picture/draw.ts';

const folder = new URL('../../fixtures/config/', import.meta.url);
const missing = () => {
  throw new Error('ENOENT');
};

function fixtures(kind: 'good' | 'bad'): { name: string; text: string }[] {
  return readdirSync(new URL(`${kind}/`, folder)).map((name) => ({
    name,
    text: readFileSync(new URL(`${kind}/${name}`, folder), 'utf8'),
  }));
}

describe('a good configuration', () => {
  it.each(fixtures('good'))('is read: $name', ({ text }) => {
    expect(parseConfig(parseEnv(text), missing)).toMatchObject({ ok: true });
  });

  it('without any variable is the documented default', () => {
    const result = parseConfig({}, missing);
    expect(result.ok && result.config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      secretKey: '',
      store: { kind: 'memory' },
      challengeTtlSeconds: 120,
      answerLength: 6,
      caseSensitive: false,
      pictureWidthPx: 240,
      pictureHeightPx: 80,
      corsOrigins: '*',
    });
  });

  it('cannot be changed afterwards', () => {
    const result = parseConfig({}, missing);
    expect(result.ok && Object.isFrozen(result.config)).toBe(true);
  });
});

describe('a bad configuration', () => {
  it.each(fixtures('bad'))('has every fault told, and no secret: $name', ({ text }) => {
    const expected = [...text.matchAll(/^# fault: (.*)$/gm)].map((match) => match[1]);
    const result = parseConfig(parseEnv(text), missing);
    expect(result).toEqual({ ok: false, faults: expected });
    expect(JSON.stringify(result)).not.toContain('CONFIDENTIAL');
  });

  it('of any kind is a list of faults, never an exception', async () => {
    const names = Object.values(settings).flatMap(({ env }) => [env, `${env}_FILE`]);
    await assert(
      property(
        dictionary(constantFrom(...names), string({ unit: 'binary', maxLength: 50 })),
        (env) => {
          const result = parseConfig(env, missing);
          expect(result.ok || result.faults.length > 0).toBe(true);
        },
      ),
    );
  });
});

describe('a secret in a file', () => {
  it('is read without the newline that ends the file', () => {
    const result = parseConfig({ SECRET_KEY_FILE: '/run/secrets/key' }, (path) => {
      expect(path).toBe('/run/secrets/key');
      return `${'k'.repeat(40)}\n`;
    });
    expect(result.ok && result.config.secretKey).toBe('k'.repeat(40));
  });
});

describe('the sizes that can be configured', () => {
  it('are sizes that can be drawn', () => {
    const accepts = (env: string, value: number) => parseConfig({ [env]: `${value}` }, missing).ok;
    for (const [env, { least, most }] of [
      ['PICTURE_WIDTH', PICTURE_LIMITS.widthPx],
      ['PICTURE_HEIGHT', PICTURE_LIMITS.heightPx],
    ] as const) {
      expect([accepts(env, least), accepts(env, most)]).toEqual([true, true]);
      expect([accepts(env, least - 1), accepts(env, most + 1)]).toEqual([false, false]);
    }
    expect(accepts('ANSWER_LENGTH', PICTURE_LIMITS.textLength.most + 1)).toBe(false);
  });
});
