import { isIPv4, isIPv6 } from 'node:net';

/** The two networks that an address belongs to, as texts: never written down anywhere. */
export interface Networks {
  /** One connection of one household or machine: IPv4 /32, IPv6 /64. */
  readonly narrow: string;
  /** What one party usually holds at most: IPv4 /24, IPv6 /48. */
  readonly wide: string;
}

/** Eight numbers of 16 bits. */
type Groups = readonly [number, number, number, number, number, number, number, number];

/**
 * The networks of an address, undefined for what is none. Proxies write addresses with ports and in
 * brackets, systems with the name of an interface (`fe80::1%eth0`): neither is part of it.
 *
 * IPv6 addresses that stand for an IPv4 one count as that: whoever holds a single IPv4 address would
 * otherwise be as many clients as there are ways to write it.
 */
export function networksOf(text: string): Networks | undefined {
  // First as it stands: nearly every address does.
  const address = isIPv4(text) ? text : withoutPort(text.trim()).replace(/%.*/s, '');
  if (isIPv4(address)) {
    return { narrow: `4/${address}`, wide: `4/${address.slice(0, address.lastIndexOf('.'))}` };
  }
  if (!isIPv6(address)) return undefined;
  const groups = toGroups(address);
  const embedded = embeddedIn(groups);
  if (embedded) {
    const bytes = embedded.flatMap((group) => [group >> 8, group & 0xff]);
    return { narrow: `4/${bytes.join('.')}`, wide: `4/${bytes.slice(0, 3).join('.')}` };
  }
  return { narrow: `6/${groups.slice(0, 4).join(':')}`, wide: `6/${groups.slice(0, 3).join(':')}` };
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  return bracketed ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** The last or a middle pair of groups, where they are an IPv4 address. */
function embeddedIn(groups: Groups): readonly [number, number] | undefined {
  const [a, b, c, d, e, f, g, h] = groups;
  const isZero = (...parts: number[]) => parts.every((part) => part === 0);
  // ::ffff:0:0/96, IPv4-mapped (RFC 4291): how a socket for both families names IPv4 clients.
  if (isZero(a, b, c, d, e) && f === 0xffff) return [g, h];
  // 64:ff9b::/96, NAT64 (RFC 6052).
  if (a === 0x64 && b === 0xff9b && isZero(c, d, e, f)) return [g, h];
  // 2002::/16, 6to4 (RFC 3056): each IPv4 address brings a /48, with 65,536 networks of size /64.
  if (a === 0x2002) return [b, c];
  // 2001::/32, Teredo (RFC 4380): the /64 is that of the server, the client stands inverted at the end.
  if (a === 0x2001 && b === 0) return [g ^ 0xffff, h ^ 0xffff];
  return undefined;
}

/** The groups of a valid address, whatever its form. */
function toGroups(address: string): Groups {
  const [before, after = []] = address.split('::').map(readGroups) as [number[], number[]?];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after] as unknown as Groups;
}

function readGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}
