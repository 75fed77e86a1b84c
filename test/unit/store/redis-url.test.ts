import { assert, constantFrom, integer, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from '../../../src/store/redis-url.ts';

const nodes = [{ host: 'cache', port: 6379 }];

describe('a Redis URL', () => {
  it.each([
    ['redis://cache', { nodes }],
    [
      'rediss://user:p%40ss@cache.example:7000/2',
      {
        mode: 'single',
        nodes: [{ host: 'cache.example', port: 7000 }],
        tls: true,
        database: 2,
        username: 'user',
        password: 'p@ss',
      },
    ],
    ['redis://[::1]:6380/', { nodes: [{ host: '::1', port: 6380 }] }],
    ['redis://cache:1', { nodes: [{ host: 'cache', port: 1 }] }],
    ['redis://cache:65535', { nodes: [{ host: 'cache', port: 65_535 }] }],
    ['redis://:secret@cache', { nodes, password: 'secret' }],
    ['redis://user@cache', { nodes, username: 'user' }],
    ['redis://user:a:b%3Ac@cache', { nodes, username: 'user', password: 'a:b:c' }],
    [
      'redis+sentinel://:pw@s1,s2:5000/forum/1?sentinelPassword=watch%20me',
      {
        mode: 'sentinel',
        nodes: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 5000 },
        ],
        masterName: 'forum',
        database: 1,
        password: 'pw',
        sentinelPassword: 'watch me',
      },
    ],
    [
      'rediss+cluster://n1:7001,n2:7002',
      {
        mode: 'cluster',
        tls: true,
        nodes: [
          { host: 'n1', port: 7001 },
          { host: 'n2', port: 7002 },
        ],
      },
    ],
  ])('%s says where and how', (url, expected) => {
    const usual = { mode: 'single', tls: false, database: 0 };
    expect(parseRedisUrl(url)).toEqual({ ...usual, ...expected });
  });

  it.each([
    ['http://cache', 'is none of redis://[user:password@]host[:6379][/database] or redis+sentinel'],
    [' redis://cache', 'is none of'],
    ['redis://cache#1', 'is none of'],
    ['redis://', 'is none of'],
    ['redis://a,b', 'several hosts'],
    ['redis://a:0', 'port'],
    ['redis://a:70000', 'port'],
    ['redis://a b', 'neither a name'],
    ['redis://a/x', 'database number'],
    ['redis://a/1/2', 'database number'],
    ['redis://a/1x', 'database number'],
    ['redis://a/x1', 'database number'],
    ['redis://a?x=1', 'query'],
    ['redis://u:%zz@a', '%'],
    ['redis+sentinel://a', 'master name'],
    ['redis+cluster://a/1', 'database'],
  ])('%s is refused with what is wrong', (url, message) => {
    expect(() => parseRedisUrl(url)).toThrow(message);
  });

  it('gives back any user, password, port and database that it was made from', async () => {
    const text = string({ minLength: 1, unit: 'grapheme' });
    await assert(
      property(
        tuple(text, text, integer({ min: 1, max: 65_535 }), integer({ min: 0, max: 99 })),
        constantFrom('redis', 'rediss'),
        ([username, password, port, database], scheme) => {
          const userinfo = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
          expect(parseRedisUrl(`${scheme}://${userinfo}@h:${port}/${database}`)).toEqual({
            mode: 'single',
            nodes: [{ host: 'h', port }],
            tls: scheme === 'rediss',
            username,
            password,
            database,
          });
        },
      ),
    );
  });

  it('never repeats a password in what it says is wrong, whatever the text', async () => {
    await assert(
      property(string({ unit: 'grapheme' }), (rest) => {
        try {
          parseRedisUrl(`redis://u:hunter2@${rest}`);
        } catch (error) {
          expect(String(error)).not.toContain('hunter2');
        }
      }),
    );
  });
});
