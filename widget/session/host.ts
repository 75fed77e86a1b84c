import type { Challenge, IssueRequest } from '../api/client.ts';
import type { Kind } from '../contract.ts';
import type { Model, Told } from './model.ts';

/** What a session needs of the element around it. */
export interface Host {
  /** Base URL of the API, if one is known. */
  readonly base: string | null;
  readonly request: IssueRequest;
  readonly repeats: boolean;
  readonly repeatIntervalMs: number;
  /** What a robot has typed where no person can. */
  readonly honeypot: string;
  /**
   * Begins the work of a challenge and puts it where it is seen or heard; rejects if that cannot be
   * done. Resolves with the kind to take instead, if this one is not for this person.
   */
  show(challenge: Challenge, source: Source): Promise<Kind | undefined>;
  /** What the work of the challenge has brought, once it is done; rejects if it cannot be done. */
  proof(): Promise<string | undefined>;
  changed(model: Model, previous: Model): void;
  tell(told: Told): void;
  /** Whether somebody waits for the token, and so for the failure. */
  readonly awaited: boolean;
  /** Whether a challenge should follow a reset, as far as the element is concerned. */
  readonly restarts: boolean;
}

/** Where what is to be seen or heard comes from. */
export interface Source {
  /** Base URL of the API. */
  readonly base: string;
  /** Where it is, as seen from there. */
  readonly path: string;
  /** Which kind somebody has chosen. */
  readonly chosen: Kind | null;
  /** Aborted when the challenge is given up. */
  readonly signal: AbortSignal;
  /** The same as bytes; rejects, and then the challenge fails as the request did. */
  bytes(): Promise<Blob>;
  /** To be called if it cannot be had after all. */
  failed(): void;
}
