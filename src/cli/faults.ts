/** What keeps a command from its work and is for its user to mend, a sentence a fault. */
export class FaultsError extends Error {
  override readonly name = 'FaultsError';
  readonly faults: readonly string[];

  constructor(headline: string, faults: readonly string[]) {
    super(headline);
    this.faults = faults;
  }

  /** The headline and a line for each fault. */
  get text(): string {
    return `${this.message}:\n${this.faults.map((fault) => `  - ${fault}\n`).join('')}`;
  }
}
