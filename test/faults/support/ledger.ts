/** A challenge that a service gave out, and what came of it. */
export interface ChallengeEntry {
  readonly id: string;
  readonly kind: 'classic' | 'picture' | 'work';
  /** Right answers that were accepted, by what they were given: a token, or `valid`. */
  readonly accepted: Set<string>;
  acceptedTimes: number;
  wrongAccepted: number;
}

/** A token that a service gave out, and what came of it. */
export interface TokenEntry {
  readonly text: string;
  /** By the clock of the test. */
  readonly expiresMs: number;
  redeemed: number;
  /** Times that a connection ended without an answer: nobody knows whether it was redeemed. */
  unknown: number;
}

/** What must never happen, and what did. */
export interface Ledger {
  readonly challenges: Map<string, ChallengeEntry>;
  readonly tokens: Map<string, TokenEntry>;
  issued(id: string, kind: ChallengeEntry['kind']): void;
  accepted(id: string, isRight: boolean, given: string): void;
  token(text: string, expiresInMs: number): void;
  /** Sentences about each promise that was broken. */
  violations(): string[];
}

export function createLedger(): Ledger {
  const challenges = new Map<string, ChallengeEntry>();
  const tokens = new Map<string, TokenEntry>();
  return {
    challenges,
    tokens,
    issued: (id, kind) => {
      const entry = { id, kind, accepted: new Set<string>(), acceptedTimes: 0, wrongAccepted: 0 };
      challenges.set(id, entry);
    },
    accepted: (id, isRight, given) => {
      const entry = challenges.get(id);
      if (!entry) throw new Error('a challenge that nobody was given');
      if (!isRight) entry.wrongAccepted++;
      entry.acceptedTimes++;
      entry.accepted.add(given);
    },
    token: (text, expiresInMs) => {
      if (tokens.has(text)) return;
      const expiresMs = performance.now() + expiresInMs;
      tokens.set(text, { text, expiresMs, redeemed: 0, unknown: 0 });
    },
    violations: () => {
      const found: string[] = [];
      for (const { kind, accepted, acceptedTimes, wrongAccepted } of challenges.values()) {
        // A lost reply is given again with the same token: that is one acceptance.
        const times = kind === 'classic' ? acceptedTimes : accepted.size;
        if (times > 1) found.push(`a ${kind} challenge was accepted ${times} times`);
        if (wrongAccepted > 0) found.push(`a wrong answer to a ${kind} challenge was accepted`);
      }
      for (const { redeemed } of tokens.values()) {
        if (redeemed > 1) found.push(`a token was redeemed ${redeemed} times`);
      }
      return found;
    },
  };
}
