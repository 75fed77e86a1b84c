import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SitePolicy } from '../../../src/challenge/sites.ts';
import { parseConfig } from '../../../src/config/config.ts';
import { readSites } from '../../../src/config/sites.ts';
import { parseSites } from '../../../src/config/sites-file.ts';
import { anyText } from '../../support/any-text.ts';

const SECRET = 'a-secret-of-27-characters-x';
const site = { sitekey: 'forum', secret: SECRET };
const policy: SitePolicy = {
  ladder: [
    { kind: 'picture', level: 1, work: 1 },
    { kind: 'picture', level: 3, work: 2 },
  ],
  alternatives: ['sound'],
};

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
    const from3 = { ladder: [policy.ladder[1]], alternatives: ['sound'] };
    const sites = [{ ...site, hostnames, policy: from3 }];
    expect(parseSites(yaml, policy)).toEqual({ ok: true, sites });
    const json = JSON.stringify({ sites: [{ ...site, hostnames, level: 3 }] });
    expect(parseSites(json, policy)).toEqual({ ok: true, sites });
  });

  it('take hosts and level from nowhere and from the service if they name none', () => {
    const expected = { ok: true, sites: [{ ...site, hostnames: [], policy }] };
    expect(parseSites(JSON.stringify({ sites: [site] }), policy)).toEqual(expected);
  });

  it('have a ladder and alternatives of their own', () => {
    const ladder = [
      { kind: 'picture', level: 1, work: 1 },
      { kind: 'motion', level: 3 },
    ];
    const own = { ...site, ladder, alternatives: ['sound', 'work'] };
    expect(parseSites(JSON.stringify({ sites: [own] }), policy)).toEqual({
      ok: true,
      sites: [
        {
          ...site,
          hostnames: [],
          policy: {
            ladder: [ladder[0], { kind: 'motion', level: 3, work: 0 }],
            alternatives: ['sound', 'work'],
          },
        },
      ],
    });
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
    ['a ladder without steps', { sites: [{ ...site, ladder: [] }] }, '/sites/0/ladder'],
    ['a step of no kind', { sites: [{ ...site, ladder: [{ level: 1 }] }] }, '/sites/0/ladder/0'],
    [
      'a step of an unknown kind',
      { sites: [{ ...site, ladder: [{ kind: 'riddle', level: 1 }] }] },
      '/sites/0/ladder/0/kind',
    ],
    [
      'work of level 4',
      { sites: [{ ...site, ladder: [{ kind: 'picture', level: 1, work: 4 }] }] },
      '/sites/0/ladder/0/work',
    ],
    [
      'a level and a ladder',
      { sites: [{ ...site, level: 1, ladder: [{ kind: 'picture', level: 1 }] }] },
      'both level and ladder',
    ],
    ['an unknown alternative', { sites: [{ ...site, alternatives: ['riddle'] }] }, 'alternatives'],
    ['a misspelt name', { sites: [{ ...site, hostname: 'x' }] }, '/sites/0'],
    ['a sitekey twice', { sites: [site, { ...site, secret: `${SECRET}2` }] }, '/sites/1/sitekey'],
    ['a secret twice', { sites: [site, { ...site, sitekey: 'shop' }] }, '/sites/1/secret'],
    ['a list', [site], 'the file'],
  ])('are refused with %s, and no fault repeats a secret', (_what, document, where) => {
    const result = parseSites(JSON.stringify(document), policy);
    expect(result.ok).toBe(false);
    const faults = result.ok ? [] : result.faults;
    expect(faults.join('\n')).toContain(where);
    expect(faults.join('\n')).not.toMatch(/short|a-secret/);
  });

  it.each(['', '{', 'a: &x [1]\nsites: *x', 'sites: !!js/function x', '\0'])(
    'are not read from %j',
    (text) => {
      expect(parseSites(text, policy).ok).toBe(false);
    },
  );

  it('can be looked for in any text', async () => {
    await assert(
      property(anyText(200), (text) => {
        expect(parseSites(text, policy).ok).toBe(false);
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
    expect(await read(env)).toMatchObject({
      ok: true,
      sites: [{ ...site, hostnames, policy: { alternatives: ['picture', 'motion', 'sound'] } }],
    });
  });

  it('have the ladder that a setting names, wherever they are defined', async () => {
    const LADDER = 'picture:1:1 motion:3';
    const ladder = [
      { kind: 'picture', level: 1, work: 1 },
      { kind: 'motion', level: 3, work: 0 },
    ];
    const files = { '/sites.yaml': JSON.stringify({ sites: [site] }) };
    for (const env of [{ SITEKEY: 'forum', SITE_SECRET: SECRET }, { SITES_FILE: '/sites.yaml' }]) {
      expect(await read({ ...env, LADDER, ALTERNATIVES: 'work,sound' }, files)).toMatchObject({
        ok: true,
        sites: [{ policy: { ladder, alternatives: ['sound', 'work'] } }],
      });
    }
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
