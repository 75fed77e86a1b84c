import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { createTokens } from '../../../src/challenge/tokens.ts';
import { anyText } from '../../support/texts.ts';

const clock = { nowMs: 1_700_000_000_000 };
const tokens = createTokens(createKeys('k'.repeat(32)), () => clock.nowMs);
const { text, token } = tokens.issue('challenge', 'site', clock.nowMs + 1000);

describe('a response token', () => {
  it('has the length and the characters that all clients take', () => {
    expect(text).toMatch(/^[A-Za-z0-9_.-]{100,2000}$/);
  });

  it('is the same for the same challenge and time, and another for another one', () => {
    expect(tokens.issue('challenge', 'site', token.expiresMs).text).toBe(text);
    expect(tokens.issue('other', 'site', token.expiresMs).token.id).not.toBe(token.id);
    expect(tokens.issue('challenge', 'other', token.expiresMs).token.id).not.toBe(token.id);
  });

  it('is read by its own site, until its time is over', () => {
    expect(tokens.read(text, 'site')).toEqual({ ok: true, token });
    const late = createTokens(createKeys('k'.repeat(32)), () => token.expiresMs);
    expect(late.read(text, 'site')).toEqual({ ok: false, reason: 'expired' });
  });

  it('is none for another site, for another key, and with any character changed', () => {
    const malformed = { ok: false, reason: 'malformed' };
    expect(tokens.read(text, 'other')).toEqual(malformed);
    expect(createTokens(createKeys('x'.repeat(32)), () => 0).read(text, 'site')).toEqual(malformed);
    for (let at = 0; at < text.length; at++) {
      // The last character has four bits that mean nothing: they must be as they were written, too.
      for (const other of ['A', 'B', '_', '.']) {
        if (text[at] === other) continue;
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(tokens.read(changed, 'site'), `${other} at ${at}`).toEqual(malformed);
      }
    }
  });

  it('can be looked for in any text', async () => {
    await assert(
      property(anyText(300), (any) => {
        expect(tokens.read(any, 'site').ok).toBe(false);
      }),
    );
  });
});
