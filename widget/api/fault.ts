import type { FaultCode } from '../contract.ts';

/** Why a request brought nothing. `gone` never leaves the session: it asks for a new challenge. */
export interface Fault {
  readonly code: FaultCode | 'gone';
  /** How long the server wants to be left alone. */
  readonly retryAfterMs?: number;
}

/** A fault that somebody is told about. */
export interface FinalFault extends Fault {
  readonly code: FaultCode;
}

const PASSING: ReadonlySet<Fault['code']> = new Set(['network', 'rate-limited', 'unavailable']);

/** Whether the same request may succeed later: the other faults are the site's to repair. */
export function isPassing(fault: Fault): boolean {
  return PASSING.has(fault.code);
}
