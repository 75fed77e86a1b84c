/** Challenges that nobody keeps: their names say all about them. */
export interface SealedChallenges {
  seal(payload: object, expiresMs: number): string;
  open(name: string): object | undefined;
}
