import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { policyFrom, readSites } from '../../../src/config/sites.ts';
import { parseSites } from '../../../src/config/sites-file.ts';

const SECRET = 'a-secret-of-27-characters-x';
const site = { sitekey: 'forum', secret: SECRET };
const policy = policyFrom(2);

async function read(env: Record<string, string>, files: Record<string, string> = {}) {
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  const result = parseConfig(env, readFile);
  if (!result.ok) return result;
  return readSites(result.config, readFile);
}

describe('the sites of a file', () => {
  it('are read from YAML and from JSON', () => {
    const yaml = `sites:\n  - sitekey: forum\n    secret: ${SECRET}\n    hostnames: [forum.example, "*.shop.example"]\n    level: 3\n`;
    const hostnames = ['forum.example', '*.shop.example'];
    const sites = [{ ...site, hostnames, policy: policyFrom(3) }];
    expect(parseSites(yaml, 2)).toEqual({ ok: true, sites });
    const json = JSON.stringify({ sites: [{ ...site, hostnames, level: 3 }] });
    expect(parseSites(json, 2)).toEqual({ ok: true, sites });
  });

  it('take hosts and level from nowhere and from the service if they name none', () => {
    const expected = { ok: true, sites: [{ ...site, hostnames: [], policy }] };
    expect(parseSites(JSON.stringify({ sites: [site] }), 2)).toEqual(expected);
  });

  it.each([
    ['no sites', { sites: [] }, '/sites'],
    ['a short secret', { sites: [{ ...site, secret: 'short' }] }, '/sites/0/secret'],
    ['a sitekey with blanks', { sites: [{ ...site, sitekey: 'a b c d' }] }, '/sites/0/sitekey'],
    [
      'a URL for a host',
      { sites: [{ ...site, hostnames: ['https://x.example'] }] },
      '/hostnames/0',
    ],
    ['a level of 4', { sites: [{ ...site, level: 4 }] }, '/sites/0/level'],
    ['a misspelt name', { sites: [{ ...site, hostname: 'x' }] }, '/sites/0'],
    ['a sitekey twice', { sites: [site, { ...site, secret: `${SECRET}2` }] }, '/sites/1/sitekey'],
    ['a secret twice', { sites: [site, { ...site, sitekey: 'shop' }] }, '/sites/1/secret'],
    ['a list', [site], 'the file'],
  ])('are refused with %s, and no fault repeats a secret', (_what, document, where) => {
    const result = parseSites(JSON.stringify(document), 2);
    expect(result.ok).toBe(false);
    const faults = result.ok ? [] : result.faults;
    expect(faults.join('\n')).toContain(where);
    expect(faults.join('\n')).not.toMatch(/short|a-secret/);
  });

  it.each(['', '{', 'a: &x [1]\nsites: *x', 'sites: !!js/function x', '\0'])(
    'are not read from %j',
    (text) => {
      expect(parseSites(text, 2).ok).toBe(false);
    },
  );

  it('can be looked for in any text', async () => {
    await assert(
      property(string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(parseSites(text, 2).ok).toBe(false);
      }),
    );
  });
});

describe('the sites that settings define', () => {
  it('are none by default', async () => {
    expect(await read({})).toEqual({ ok: true, sites: [] });
  });

  it('are one inline', async () => {
    const env = { SITEKEY: 'forum', SITE_SECRET: SECRET, SITE_HOSTNAMES: 'Forum.example, *.x.y' };
    const hostnames = ['forum.example', '*.x.y'];
    expect(await read(env)).toEqual({ ok: true, sites: [{ ...site, hostnames, policy }] });
  });

  it('are those of a file, at the level of the pictures', async () => {
    const files = { '/sites.yaml': JSON.stringify({ sites: [site] }) };
    const expected = [{ ...site, hostnames: [], policy: policyFrom(1) }];
    expect(await read({ SITES_FILE: '/sites.yaml', PICTURE_LEVEL: '1' }, files)).toEqual({
      ok: true,
      sites: expected,
    });
  });

  it.each([
    [{ SITEKEY: 'forum' }, 'SITE_SECRET'],
    [{ SITE_SECRET: SECRET }, 'SITEKEY'],
    [{ SITEKEY: 'forum', SITE_SECRET: SECRET, SITES_FILE: '/x' }, 'SITES_FILE'],
    [{ SITES_FILE: '/missing' }, 'SITES_FILE'],
    [{ SITE_HOSTNAMES: 'https://forum.example' }, 'SITE_HOSTNAMES'],
  ])('are refused in %j', async (env, name) => {
    const result = await read(env);
    expect(result.ok ? '' : result.faults.join()).toContain(name);
  });
});
