import type { Challenge, Refusal, Token } from '../api/client.ts';
import { type FinalFault, isPassing } from '../api/fault.ts';
import type { EventDetails, FaultCode, Kind, State } from '../contract.ts';

/** Something that runs out. */
export interface Timed {
  readonly deadlineMs: number;
  readonly warnAtMs: number;
  readonly warned: boolean;
}

/** All that decides what the element shows. */
export interface Model {
  readonly state: State;
  /** Which request is awaited: replies to an older one are dropped. */
  readonly epoch: number;
  readonly challenge:
    | (Timed & Challenge & { readonly extendable: boolean; readonly extended: boolean })
    | null;
  /** What the next challenge should be: what somebody chose, or failed at, so that it stays the same. */
  readonly kind: Kind | null;
  /** What this visitor may choose among, as far as is known. */
  readonly kinds: readonly Kind[];
  readonly token: (Timed & Token & { readonly challengeId: string }) | null;
  /** Why the state is `offline`, `rate-limited` or `failed`. */
  readonly fault: FaultCode | null;
  /** What ran out in the state `expired`. */
  readonly expired: 'challenge' | 'token' | null;
  /** An answer that could not be sent: a press sends it again. */
  readonly unsent: string | null;
  readonly waitUntilMs: number;
  readonly repeatsAfterWait: boolean;
  /** Automatic repetitions of this load. */
  readonly repeats: number;
  readonly afterWrong: boolean;
  /** Whether the challenge is open, with or without its picture. */
  readonly open: boolean;
}

/** An event of the element. */
export type Told = {
  readonly [Name in keyof EventDetails]: {
    readonly name: Name;
    readonly detail: EventDetails[Name];
  };
}[keyof EventDetails];

/** What happened. Times are those of the request, so that a slow reply shortens nothing. */
export type Event =
  | { readonly type: 'start'; readonly pressed: boolean }
  | { readonly type: 'again'; readonly pressed: boolean; readonly kind?: Kind | undefined }
  | {
      readonly type: 'loaded';
      readonly epoch: number;
      readonly challenge: Challenge;
      readonly askedAtMs: number;
    }
  | {
      readonly type: 'granted';
      readonly epoch: number;
      readonly token: Token;
      readonly askedAtMs: number;
    }
  | { readonly type: 'refused'; readonly epoch: number; readonly reason: Refusal }
  | {
      readonly type: 'failed';
      readonly epoch: number;
      readonly fault: FinalFault;
      readonly mayRepeat: boolean;
      /** The answer that did not get through. */
      readonly answer: string | null;
      /** Held back by the gate: the failure behind it has been told already. */
      readonly silent: boolean;
    }
  | { readonly type: 'answer'; readonly text: string }
  | {
      readonly type: 'extended';
      readonly id: string;
      readonly expiresInMs: number;
      readonly askedAtMs: number;
    }
  | {
      readonly type:
        | 'typed'
        | 'extend'
        | 'not-extendable'
        | 'tick'
        | 'online'
        | 'reset'
        /** The page wants another kind than the one that was chosen. */
        | 'forget'
        | 'close'
        | 'leave';
    };

/** What is to be done about it. */
export type Effect =
  | {
      readonly type: 'load';
      readonly epoch: number;
      readonly refresh: string | null;
      readonly kind: Kind | null;
      readonly pressed: boolean;
    }
  | {
      readonly type: 'check';
      readonly epoch: number;
      readonly id: string;
      readonly answer: string | null;
    }
  | { readonly type: 'extend'; readonly id: string }
  | { readonly type: 'abort' | 'restart' }
  | ({ readonly type: 'tell' } & Told);

/** The model after an event, and what is to be done. */
export interface Step {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** Nothing has happened yet. */
export const INITIAL: Model = {
  state: 'idle',
  epoch: 0,
  challenge: null,
  kind: null,
  kinds: [],
  token: null,
  fault: null,
  expired: null,
  unsent: null,
  waitUntilMs: 0,
  repeatsAfterWait: false,
  repeats: 0,
  afterWrong: false,
  open: false,
};

/** When the model next changes by itself, or what it shows of the time does; `null` for never. */
export function nextTickMs(model: Model, nowMs: number): number | null {
  const times: number[] = [];
  for (const timed of [isAnswerable(model) ? model.challenge : null, model.token]) {
    if (timed) times.push(timed.warned ? nextSecond(timed.deadlineMs, nowMs) : timed.warnAtMs);
  }
  if (model.state === 'rate-limited' && model.waitUntilMs > nowMs) {
    times.push(nextSecond(model.waitUntilMs, nowMs));
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** Whole seconds until a time, never below 0. */
export function secondsUntil(timeMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((timeMs - nowMs) / 1_000));
}

/** Whether an answer can be given now. */
export function isAnswerable({ state }: Model): boolean {
  return state === 'ready' || state === 'wrong';
}

/** Whether a press can end the fault that is shown. */
export function isRepairable({ fault }: Model): boolean {
  return fault === null || isPassing({ code: fault });
}

function nextSecond(deadlineMs: number, nowMs: number): number {
  return deadlineMs - Math.max(0, secondsUntil(deadlineMs, nowMs) - 1) * 1_000;
}
