import { assert, ipV4, ipV6, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClients, ROTATE_MS } from '../../../src/abuse/clients.ts';
import { anyText } from '../../support/any-text.ts';

const secretKey = 'k'.repeat(32);
const clients = createClients({ secretKey, nowMs: () => 0 });

/** How two addresses are related. */
function relation(left: string, right: string): string {
  const [a, b] = [clients.of(left), clients.of(right)];
  if (a.narrow === b.narrow) return 'one client';
  return a.wide === b.wide ? 'one network' : 'strangers';
}

describe('two addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', 'one client'],
    ['192.0.2.7', '192.0.2.8', 'one network'],
    ['192.0.2.7', '192.0.3.7', 'strangers'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', 'one client'],
    ['2001:db8:1:2::1', '2001:DB8:0001:0002::9', 'one client'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', 'one network'],
    ['2001:db8:1:2::1', '2001:db8:2:2::1', 'strangers'],
    ['fe80::1%eth0', 'fe80::1%eth1', 'one client'],
    ['192.0.2.7', '::ffff:192.0.2.7', 'one client'],
    ['192.0.2.7', '::ffff:c000:207', 'one client'],
    ['192.0.2.7', '0:0:0:0:0:FFFF:192.0.2.7', 'one client'],
    ['192.0.2.7', '::ffff:192.0.2.8', 'one network'],
    ['192.0.2.7', '64:ff9b::192.0.2.7', 'one client'],
    ['64:ff9b::192.0.2.7', '64:ff9b::198.51.100.7', 'strangers'],
    ['192.0.2.7', '2002:c000:207:1::5', 'one client'],
    ['2002:c000:207:1::5', '2002:c000:207:2::5', 'one client'],
    ['192.0.2.7', '2001:0:5ef5:79fb:0:59b3:3fff:fdf8', 'one client'],
    ['192.0.2.7', '192.0.2.7:50123', 'one client'],
    ['192.0.2.7', ' 192.0.2.7 ', 'one client'],
    ['2001:db8:1:2::1', '[2001:db8:1:2::1]:443', 'one client'],
    ['2001:db8:1:2::1', '[2001:db8:1:2::1]', 'one client'],
    // Not IPv4 within IPv6: those are ordinary addresses that only look like it.
    ['192.0.2.7', '::192.0.2.7', 'strangers'],
    ['192.0.2.7', '64:ff9b:1::192.0.2.7', 'strangers'],
    ['192.0.2.7', '65:ff9b::192.0.2.7', 'strangers'],
    ['192.0.2.7', '64:ff9c::192.0.2.7', 'strangers'],
    ['192.0.2.7', '2003:0:5ef5:79fb:0:59b3:3fff:fdf8', 'strangers'],
    // The same digits, one after the other.
    ['1:b:1::1', 'b:1:1::1', 'strangers'],
    ['', 'unknown', 'one client'],
    ['127.1', '0x7f.0.0.1', 'one client'],
    ['127.0.0.1', '127.0.0.01', 'strangers'],
  ])('%s and %s are %s', (left, right, expected) => {
    expect(relation(left, right)).toBe(expected);
  });
});

describe('a client', () => {
  it('is told from any text', async () => {
    await assert(
      property(anyText(60), (text) => {
        const { narrow, wide } = clients.of(text);
        expect(narrow).toMatch(/^[\w-]{16}$/);
        expect(wide).toMatch(/^[\w-]{16}$/);
      }),
    );
    expect(clients.of(undefined)).toEqual(clients.of('no address'));
  });

  it('has a name that does not depend on how its address is written', async () => {
    await assert(
      property(ipV6(), (address) => {
        const canonical = new URL(`http://[${address}]`).hostname;
        expect(clients.of(canonical)).toEqual(clients.of(address));
        expect(clients.of(`[${address}]:1`)).toEqual(clients.of(address));
      }),
    );
    await assert(
      property(ipV4(), (address) => {
        expect(clients.of(`::ffff:${address}`)).toEqual(clients.of(address));
      }),
    );
  });

  it('has other names on another day and under another key', () => {
    const address = '192.0.2.7';
    const at = (nowMs: number, key = secretKey) =>
      createClients({ secretKey: key, nowMs: () => nowMs }).of(address);
    const names = [at(0), at(ROTATE_MS), at(0, 'x'.repeat(32))].flatMap(Object.values);
    expect(new Set(names).size).toBe(6);
    expect(at(ROTATE_MS - 1)).toEqual(at(0));
    expect(JSON.stringify(names)).not.toContain('192.0.2');
  });

  it('is the same on every replica that has the key, also while one is newer than the other', () => {
    const other = createClients({ secretKey, nowMs: () => 5000 });
    expect(other.of('2001:db8::1')).toEqual(clients.of('2001:db8::1'));
    expect(clients.of('2001:db8::1')).toEqual({
      narrow: '7kMRotQdgY1wrImm',
      wide: 'CQxN-fAdrqrbSVrI',
    });
  });

  it('without an address is one and the same, and another than all that have one', () => {
    const { narrow, wide } = clients.of(undefined);
    expect(clients.of('unknown')).toEqual({ narrow, wide });
    expect(narrow).toBe(wide);
    expect(narrow).not.toBe(clients.of('::').narrow);
  });
});
