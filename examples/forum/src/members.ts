/** A registered member as everybody may see them. */
export interface Member {
  number: number;
  name: string;
  joined: Date;
}

/** Who has joined, newest first. */
export interface Members {
  /** Register a name, or null when somebody has it already. */
  add(name: string): Member | null;
  find(number: number): Member | undefined;
  newest(count: number): Member[];
}

/**
 * A member list in memory, which forgets the oldest beyond `capacity`: it is an example.
 *
 * It keeps neither password nor e-mail address, as nothing here signs in or sends mail, and what
 * is not kept cannot leak. A real site stores `scrypt(password, salt)` and confirms the address.
 */
export function createMembers(capacity = 1_000, now = () => new Date()): Members {
  // A Map keeps the order of insertion, so its first entry is the oldest.
  const byName = new Map<string, Member>();
  let registered = 0;

  return {
    add(name) {
      const key = foldName(name);
      if (byName.has(key)) return null;
      registered += 1;
      const member = { number: registered, name, joined: now() };
      byName.set(key, member);
      const oldest = byName.keys().next();
      if (byName.size > capacity && !oldest.done) byName.delete(oldest.value);
      return member;
    },
    find: (number) => byName.values().find((member) => member.number === number),
    newest: (count) => [...byName.values()].slice(-count).reverse(),
  };
}

/** Two names that look alike to people should not be two members. */
function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
}
