import type { FinalFault } from '../api/fault.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const FAILURES_UNTIL_PRESS = 5;

/** Holds requests back after failures, whoever asks for them. */
export interface Gate {
  /** How long a request has to wait; `Infinity` if only somebody's press may send it. */
  waitMs(nowMs: number, pressed: boolean): number;
  /** The last failure since a success. */
  readonly fault: FinalFault | null;
  failed(fault: FinalFault, nowMs: number): void;
  succeeded(): void;
}

/** Makes an open gate. `random` gives numbers from 0 to 1. */
export function createGate(random: () => number): Gate {
  let failures = 0;
  let serverNotBeforeMs = 0;
  let notBeforeMs = 0;
  let fault: FinalFault | null = null;

  return {
    get fault() {
      return fault;
    },
    waitMs(nowMs, pressed) {
      // Pages call reset() in their error callbacks, so only a person can show that trying is wanted.
      if (!pressed && failures >= FAILURES_UNTIL_PRESS) return Number.POSITIVE_INFINITY;
      return Math.max(0, (pressed ? serverNotBeforeMs : notBeforeMs) - nowMs);
    },
    failed(newFault, nowMs) {
      fault = newFault;
      failures += 1;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
      serverNotBeforeMs = nowMs + (newFault.retryAfterMs ?? 0);
      notBeforeMs = Math.max(serverNotBeforeMs, nowMs + pauseMs * (0.5 + random() / 2));
    },
    succeeded() {
      failures = 0;
      serverNotBeforeMs = 0;
      notBeforeMs = 0;
      fault = null;
    },
  };
}

const gates = new Map<string, Gate>();

/** The gate that all elements of one API and sitekey share. */
export function gateFor(api: string, sitekey: string): Gate {
  const key = `${api} ${sitekey}`;
  const gate = gates.get(key) ?? createGate(Math.random);
  gates.set(key, gate);
  return gate;
}
