import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { createTokens } from '../../../src/challenge/tokens.ts';
import { anyText } from '../../support/any-text.ts';

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
    expect(tokens.issue('challenge', 'site', token.expiresMs + 1).token.id).not.toBe(token.id);
  });

  it('is read by its own site, until its time is over', () => {
    expect(tokens.read(text, 'site')).toEqual({ ok: true, token });
    const late = createTokens(createKeys('k'.repeat(32)), () => token.expiresMs);
    expect(late.read(text, 'site')).toEqual({ ok: false, reason: 'expired' });
  });

  it('is none for another site, for another key, and with any character changed', () => {
    const malformed = { ok: false, reason: 'malformed' };
    expect(tokens.read(text, 'other')).toEqual(malformed);
    for (const longer of [`x${text}`, `${text}x`]) {
      expect(tokens.read(longer, 'site'), longer).toEqual(malformed);
    }
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

  it('is read with any key that is accepted, and made with the current one', () => {
    const keys = createKeys('x'.repeat(32), ['k'.repeat(32), 'y'.repeat(32)]);
    const changed = createTokens(keys, () => clock.nowMs);
    expect(changed.read(text, 'site')).toEqual({ ok: true, token });
    const other = changed.issue('challenge', 'site', token.expiresMs);
    expect(other.key).toBe(keys.current);
    expect(tokens.read(other.text, 'site').ok).toBe(false);
    const former = keys.all[1];
    expect(changed.issue('challenge', 'site', token.expiresMs, former).text).toBe(text);
  });

  it('is the same in every version: replicas of two must understand each other', () => {
    expect(tokens.issue('challenge', 'site', 1).text).toBe(
      'ib1.aGZDZ4CM9gtRUbfKy2SpQGbrhDd_-Gi_lwOdwsvWwvc.000000001.9XwVKISHgbuBlgbAtJ9txu4fZ6axaktRj589jK2exCQ',
    );
  });

  it('can be looked for in any text', async () => {
    await assert(
      property(anyText(300), (any) => {
        expect(tokens.read(any, 'site').ok).toBe(false);
      }),
    );
  });
});

describe('a sealed host', () => {
  const sealed = tokens.sealHost('forum.example', 'site');

  it('is read by its own site alone', () => {
    expect(tokens.readHost(sealed, 'site')).toBe('forum.example');
    expect(tokens.readHost(sealed, 'other')).toBeUndefined();
    const keys = createKeys('x'.repeat(32), ['k'.repeat(32), 'y'.repeat(32)]);
    expect(createTokens(keys, () => 0).readHost(sealed, 'site')).toBe('forum.example');
    expect(
      createTokens(createKeys('x'.repeat(32)), () => 0).readHost(sealed, 'site'),
    ).toBeUndefined();
  });

  it('is none with another host, and the same in every version', () => {
    const [, seal] = sealed.split(' ');
    expect(tokens.readHost(`evil.example ${seal}`, 'site')).toBeUndefined();
    for (const text of ['', 'forum.example', `${sealed} more`, ` ${sealed}`]) {
      expect(tokens.readHost(text, 'site'), text).toBeUndefined();
    }
    expect(sealed).toBe('forum.example y5bbfI1mOM1_V9EljROPRQYXtqAe7X7cIrvGwj4PLEg');
  });
});
