/** What a challenge is, as far as anybody outside can tell. */
export interface ModelChallenge {
  readonly id: string;
  readonly kind: 'classic' | 'picture' | 'work';
  /** What is right to say: of work, the solution. */
  readonly right: string;
  /** The number of the key that it hangs on. */
  readonly key: number;
  /** By the clock of the store; of work, which is kept nowhere, by the wall clock. */
  untilMs: number;
  /** By the wall clock: no more time is given that ends later. */
  readonly lastMs: number;
  isSpent: boolean;
  /** The token that its right answer was given, and until when the same answer gets it again. */
  token?: ModelToken;
  repeatUntilMs?: number;
}

/** A token that was given out. */
export interface ModelToken {
  readonly text: string;
  readonly key: number;
  /** By the clock of the store and by the wall clock: both must agree that it is in time. */
  readonly untilMs: number;
  readonly wallUntilMs: number;
  isSpent: boolean;
}

/** All that there is to know, in the simplest form that is right. */
export interface Model {
  storeMs: number;
  wallMs: number;
  /** The current key, and how many before it are accepted. */
  key: number;
  readonly challenges: ModelChallenge[];
  readonly tokens: ModelToken[];
}

export const CHALLENGE_TTL_MS = 120_000;
export const TOKEN_TTL_MS = 310_000;
export const MOST_TIMES = 11;
export const REPEAT_MS = 60_000;
/** The current one and the one before. */
export const ACCEPTED_KEYS = 2;
/** The wall clock is at most so far from the time. */
export const CLOCK_ERROR_MS = 25_000;
/** All that ends ends in between: Redis' own clock goes on while the test runs, by less than 5 seconds. */
export const PASS_MS = 25_000;

export function createModel(): Model {
  return { storeMs: 0, wallMs: 0, key: 0, challenges: [], tokens: [] };
}

export function isAccepted({ key: current }: Model, key: number): boolean {
  return key > current - ACCEPTED_KEYS;
}

/** Whether a challenge can be answered now. */
export function isOpen(model: Model, challenge: ModelChallenge): boolean {
  const { kind, key, isSpent, untilMs } = challenge;
  if (isSpent) return false;
  if (kind === 'classic') return untilMs > model.storeMs;
  const nowMs = kind === 'work' ? model.wallMs : model.storeMs;
  return untilMs > nowMs && isAccepted(model, key);
}

/** The token that this answer, which was right before, gets once more. */
export function repeated(model: Model, challenge: ModelChallenge): ModelToken | undefined {
  const { token, repeatUntilMs = 0 } = challenge;
  return token && repeatUntilMs > model.storeMs && isAccepted(model, token.key) ? token : undefined;
}

/** What a site is told of a token now. */
export function worth(model: Model, token: ModelToken): 'ok' | 'unknown' | 'expired' | 'spent' {
  if (!isAccepted(model, token.key)) return 'unknown';
  if (token.wallUntilMs <= model.wallMs) return 'expired';
  return token.isSpent || token.untilMs <= model.storeMs ? 'spent' : 'ok';
}
