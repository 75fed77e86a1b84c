import { describe, expect, it } from 'vitest';
import { createSites, type SiteDefinition } from '../../../src/challenge/sites.ts';

const define = (name: string, hostnames: readonly string[] = []): SiteDefinition => ({
  sitekey: `${name}-key`,
  secret: `${name}-secret-0123456789`,
  hostnames,
  policy: { ladder: [{ kind: 'picture', level: 1, work: 0 }], alternatives: [] },
});

describe('the sites', () => {
  it('are found by sitekey and by secret, and do not show a secret', () => {
    const sites = createSites([define('a'), define('b')]);
    expect(sites.find('b-key')?.sitekey).toBe('b-key');
    expect(sites.findBySecret('a-secret-0123456789')?.sitekey).toBe('a-key');
    expect(JSON.stringify([sites.find('a-key'), sites])).not.toContain('secret-0123456789');
  });

  it.each(['', 'a-key', 'A-secret-0123456789', 'a-secret-0123456789 '])(
    'are not found by what is no secret: %j',
    (secret) => {
      expect(createSites([define('a')]).findBySecret(secret)).toBeUndefined();
    },
  );

  it.each([
    [[], 'any.example', true],
    [['forum.example'], 'forum.example', true],
    [['forum.example'], 'FORUM.example', true],
    [['forum.example'], 'www.forum.example', false],
    [['forum.example'], 'www.rum.example', false],
    [['*.forum.example'], 'xforum.example', false],
    [['*.forum.example', 'shop.example'], 'shop.example', true],
    [['forum.example'], 'forum.example.evil.example', false],
    [['*.forum.example'], 'www.forum.example', true],
    [['*.forum.example'], 'a.b.forum.example', true],
    [['*.forum.example'], 'forum.example', false],
    [['*.forum.example'], 'evilforum.example', false],
    [['*.forum.example'], '', false],
  ])('with the hosts %j: %j is allowed: %s', (hostnames, host, allowed) => {
    const sites = createSites([define('a', hostnames)]);
    expect(sites.find('a-key')?.allows(host)).toBe(allowed);
    expect(sites.anyAllows(host)).toBe(allowed);
  });

  it('allow any host where one of them does', () => {
    const sites = createSites([define('a', ['forum.example']), define('b')]);
    expect(sites.anyAllows('any.example')).toBe(true);
    expect(sites.find('a-key')?.allows('any.example')).toBe(false);
    expect(sites.find('a-key')?.hostnames).toEqual(['forum.example']);
  });

  it('are replaced all at once', () => {
    const sites = createSites([define('a')]);
    sites.replace([define('b')]);
    expect(sites.find('a-key')).toBeUndefined();
    expect(sites.findBySecret('a-secret-0123456789')).toBeUndefined();
    expect(sites.find('b-key')?.policy).toEqual({
      ladder: [{ kind: 'picture', level: 1, work: 0 }],
      alternatives: [],
    });
  });
});
