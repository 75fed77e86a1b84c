import {
  assert,
  constantFrom,
  dictionary,
  double,
  integer,
  oneof,
  property,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { createSealedChallenges, LONGEST_SEALED } from '../../../src/challenge/sealed.ts';

const clock = { nowMs: 1_700_000_000_000 };
const sealed = createSealedChallenges({
  keys: createKeys('k'.repeat(32)),
  nowMs: () => clock.nowMs,
});
const payload = { nonce: 'a-b-c', sitekey: 'site', level: 2, hostname: 'forum.example' };
const expiresMs = clock.nowMs + 1000;
const text = sealed.seal(payload, expiresMs);

describe('a sealed challenge', () => {
  it('says what was sealed, in characters that need no escaping', () => {
    expect(text).toMatch(/^ibw1\.[A-Za-z0-9_.-]+$/);
    expect(sealed.open(text)).toEqual({ payload, expiresMs });
  });

  it('says anything that fits', async () => {
    const keys = string({ maxLength: 20 });
    const values = oneof(
      string({ maxLength: 100 }),
      integer(),
      double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    );
    await assert(
      property(dictionary(keys, values, { maxKeys: 4, noNullPrototype: true }), (any) => {
        expect(sealed.open(sealed.seal(any, expiresMs))?.payload).toEqual(any);
      }),
    );
  });

  it('has room for the longest host, action and data', () => {
    const longest = {
      nonce: 'n'.repeat(43),
      sitekey: 's'.repeat(100),
      hostname: 'h'.repeat(253),
      action: 'a'.repeat(100),
      cdata: '\u0001'.repeat(255),
    };
    const filled = sealed.seal(longest, expiresMs);
    expect(filled.length).toBeLessThanOrEqual(LONGEST_SEALED);
    expect(sealed.open(filled)?.payload).toEqual(longest);
    expect(() => sealed.seal({ ...longest, more: 'm'.repeat(1000) }, expiresMs)).toThrow(
      new RangeError('too much for a sealed challenge'),
    );
  });

  it('is opened with any key that is accepted, and sealed with the current one', () => {
    const nowMs = () => clock.nowMs;
    const keys = createKeys('x'.repeat(32), ['k'.repeat(32), 'y'.repeat(32)]);
    const changed = createSealedChallenges({ keys, nowMs });
    expect(changed.open(text)).toEqual({ payload, expiresMs });
    expect(sealed.open(changed.seal(payload, expiresMs))).toBeUndefined();
  });

  it('is the same in every version: replicas of two must understand each other', () => {
    expect(sealed.seal({ kind: 'work' }, 1)).toBe(
      'ibw1.WzEseyJraW5kIjoid29yayJ9XQ.JPkPB0mwDXw1bkSbDiylDH4NzWLpeC6mV0Gie-un2Ng',
    );
  });

  it('is none when its time is over', () => {
    const late = createSealedChallenges({
      keys: createKeys('k'.repeat(32)),
      nowMs: () => expiresMs,
    });
    expect(late.open(text)).toBeUndefined();
  });

  it('is none with another key, and with any character changed', () => {
    const other = createSealedChallenges({
      keys: createKeys('x'.repeat(32)),
      nowMs: () => clock.nowMs,
    });
    expect(other.open(text)).toBeUndefined();
    for (const longer of [`x${text}`, `${text}x`, `${text}.x`]) {
      expect(sealed.open(longer), longer).toBeUndefined();
    }
    for (let at = 0; at < text.length; at++) {
      for (const letter of ['A', 'B', '_', '.']) {
        if (text[at] === letter) continue;
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        expect(sealed.open(changed), `${letter} at ${at}`).toBeUndefined();
      }
    }
  });

  it('can be looked for in any text', async () => {
    const [, body = '', mac = ''] = text.split('.');
    const parts = oneof(string(), constantFrom('ibw1', '.', body, mac));
    await assert(
      property(parts, parts, parts, (a, b, c) => {
        expect(sealed.open(`${a}.${b}.${c}`)?.payload ?? payload).toEqual(payload);
      }),
    );
    expect(sealed.open('A'.repeat(1_000_000))).toBeUndefined();
  });
});
