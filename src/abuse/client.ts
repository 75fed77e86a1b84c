/** The networks that a visitor comes from, as keyed hashes: nobody can read addresses from the store. */
export interface Client {
  /** One household, phone or office: an IPv4 address, or a /64 of IPv6. */
  readonly narrow: string;
  /** Its neighbourhood: a /24 of IPv4, or a /48 of IPv6. */
  readonly wide: string;
}
