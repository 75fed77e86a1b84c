import { isPassing } from '../api/fault.ts';
import type { EventDetails, Kind } from '../contract.ts';
import {
  type Effect,
  type Event,
  INITIAL,
  isAnswerable,
  isRepairable,
  type Model,
  type Step,
  secondsUntil,
  type Timed,
} from './model.ts';

const REPEATS = 3;
const TOKEN_WARNING_MS = 30_000;
const DEFAULT_WAIT_MS = 30_000;

/** The one place that decides: pure, with the time as an argument. */
export function reduce(model: Model, event: Event, nowMs: number): Step {
  const { state, challenge } = model;
  if ('epoch' in event && event.epoch !== model.epoch) return stay(model);
  switch (event.type) {
    case 'start':
      return start(model, event.pressed, nowMs);
    case 'again': {
      const { kind, pressed } = event;
      // Whoever cannot have one kind, as too many ask for it, may take another.
      const isOffered = isAnswerable(model) || state === 'expired' || (kind && model.fault);
      if (!isOffered) return stay(model);
      return load(model, { refresh: challenge?.id ?? null, pressed, ...(kind && { kind }) });
    }
    case 'loaded': {
      const { expiresInMs } = event.challenge;
      const timed = timing(event.askedAtMs, expiresInMs, warningMs(expiresInMs));
      const { kind, alternatives } = event.challenge;
      const kinds = [kind, ...alternatives];
      const next = { ...event.challenge, ...timed, extendable: true, extended: false };
      // Nobody has to do anything: what there is to see is how far it is.
      if (kind === 'work') return check({ ...model, challenge: next, kinds, open: false }, null);
      const shown = model.afterWrong ? 'wrong' : 'ready';
      return step(
        { ...model, state: shown, challenge: next, kinds, open: true },
        ...(model.open ? [] : [tell('inkblot-open', null)]),
      );
    }
    case 'granted': {
      const timed = timing(event.askedAtMs, event.token.expiresInMs, TOKEN_WARNING_MS);
      const token = { ...event.token, ...timed, challengeId: challenge?.id ?? '' };
      const expiresAt = new Date(timed.deadlineMs);
      return step(
        { ...renewed(model), state: 'solved', token },
        tell('inkblot-solve', { token: token.value, expiresAt }),
      );
    }
    case 'refused':
      if (event.reason === 'wrong') return load(model, { afterWrong: true });
      if (event.reason === 'work' || challenge?.kind === 'work') {
        // Nobody did anything wrong, so it is as if the challenge had not come.
        const fault = { code: 'unavailable' } as const;
        const lost = { type: 'failed', epoch: model.epoch, fault, mayRepeat: true } as const;
        return failed(
          { ...model, state: 'loading' },
          { ...lost, answer: null, silent: false },
          nowMs,
        );
      }
      // The first of two equal answers may have arrived, or the picture ran out on the way.
      if (model.unsent !== null) return load(model, {});
      return step(expire(model, 'challenge'), tell('inkblot-expire', { what: 'challenge' }));
    case 'failed':
      return failed(model, event, nowMs);
    case 'answer':
      if (!isAnswerable(model) || event.text.trim() === '') return stay(model);
      return check({ ...model, unsent: null }, event.text);
    case 'typed':
      return stay(state === 'wrong' ? { ...model, state: 'ready' } : model);
    case 'extend':
      if (!challenge?.extendable || !isAnswerable(model)) return stay(model);
      return step(model, { type: 'extend', id: challenge.id });
    case 'extended': {
      if (challenge?.id !== event.id) return stay(model);
      const timed = timing(event.askedAtMs, event.expiresInMs, warningMs(event.expiresInMs));
      return stay({ ...model, challenge: { ...challenge, ...timed, extended: true } });
    }
    case 'not-extendable':
      return stay(challenge ? { ...model, challenge: { ...challenge, extendable: false } } : model);
    case 'tick':
      return tick(model, nowMs);
    case 'online':
      return state === 'offline' && model.unsent === null ? load(model, {}) : stay(model);
    case 'forget':
      return stay({ ...model, kind: null });
    case 'reset':
      return step(
        { ...renewed(model), epoch: model.epoch + 1 },
        { type: 'abort' },
        ...(state === 'idle' ? [] : [{ type: 'restart' } as const]),
      );
    case 'close':
      if (state === 'idle' || state === 'solved') return stay(model);
      return step(dismissed(model), { type: 'abort' }, tell('inkblot-close', null));
    case 'leave':
      if (state !== 'loading' && state !== 'checking') return stay(model);
      return step(dismissed(model), { type: 'abort' });
  }
}

function step(model: Model, ...effects: readonly Effect[]): Step {
  return { model, effects };
}

function stay(model: Model): Step {
  return step(model);
}

function tell<Name extends keyof EventDetails>(name: Name, detail: EventDetails[Name]): Effect {
  return { type: 'tell', name, detail } as Effect;
}

function timing(fromMs: number, ttlMs: number, warningBeforeMs: number): Timed {
  const deadlineMs = fromMs + ttlMs;
  return { deadlineMs, warnAtMs: deadlineMs - warningBeforeMs, warned: false };
}

// WCAG 2.2.1 asks for 20 seconds to react; a quarter of a long time is more than one needs.
function warningMs(ttlMs: number): number {
  return Math.max(20_000, Math.min(30_000, ttlMs / 4));
}

function start(model: Model, pressed: boolean, nowMs: number): Step {
  switch (model.state) {
    case 'idle':
    case 'expired':
      return load(model, { pressed });
    case 'solved':
      return model.token?.warned && pressed ? load(model, { pressed }) : stay(model);
    case 'offline':
    case 'failed':
    case 'rate-limited':
      if (!isRepairable(model) || nowMs < model.waitUntilMs) return stay(model);
      if (model.unsent === null) return load(model, { pressed });
      return pressed ? check(model, model.unsent) : stay(model);
    default:
      return stay(model);
  }
}

interface Loading {
  readonly refresh?: string | null;
  readonly pressed?: boolean;
  readonly afterWrong?: boolean;
  readonly repeats?: number;
  readonly kind?: Kind;
}

/** Nothing has happened yet, but what somebody chose. */
function renewed({ epoch, kind, kinds }: Model): Model {
  return { ...INITIAL, epoch, kind, kinds };
}

function load(model: Model, options: Loading): Step {
  const { refresh = null, pressed = false, afterWrong = false, repeats = 0 } = options;
  const epoch = model.epoch + 1;
  const { open, token, challenge } = model;
  const shown = challenge?.kind === 'work' ? null : challenge?.kind;
  const kind = options.kind ?? shown ?? model.kind;
  return step(
    { ...renewed(model), state: 'loading', epoch, open, token, afterWrong, repeats, kind },
    { type: 'abort' },
    { type: 'load', epoch, refresh, pressed, kind },
  );
}

function check(model: Model, answer: string | null): Step {
  if (!model.challenge) return stay(model);
  const epoch = model.epoch + 1;
  return step(
    { ...model, state: 'checking', epoch, fault: null, waitUntilMs: 0 },
    { type: 'check', epoch, id: model.challenge.id, answer },
  );
}

function failed(model: Model, event: Event & { type: 'failed' }, nowMs: number): Step {
  const { fault, mayRepeat } = event;
  const loading = model.state === 'loading';
  const limited = fault.code === 'rate-limited';
  const repeats = loading && mayRepeat && isPassing(fault);
  if (repeats && !limited && model.repeats < REPEATS) {
    const { afterWrong } = model;
    return load(model, { afterWrong, repeats: model.repeats + 1 });
  }
  const waitMs = limited ? (fault.retryAfterMs ?? DEFAULT_WAIT_MS) : 0;
  const next: Model = {
    ...model,
    state: limited ? 'rate-limited' : fault.code === 'network' ? 'offline' : 'failed',
    fault: fault.code,
    unsent: event.answer,
    open: true,
    waitUntilMs: waitMs === 0 ? 0 : nowMs + waitMs,
    repeatsAfterWait: repeats && limited && model.repeats === 0,
  };
  if (event.silent) return stay(next);
  const { code } = fault;
  const detail = limited ? { code, retryAfterSeconds: Math.ceil(waitMs / 1_000) } : { code };
  return step(next, tell('inkblot-error', detail));
}

function expire(model: Model, what: 'challenge' | 'token'): Model {
  return { ...model, state: 'expired', expired: what, unsent: null };
}

function dismissed(model: Model): Model {
  const { token } = model;
  const epoch = model.epoch + 1;
  return { ...renewed(model), epoch, token, state: token ? 'solved' : 'idle' };
}

function tick(model: Model, nowMs: number): Step {
  const effects: Effect[] = [];
  let next = model;
  const { challenge, token } = model;
  if (token && nowMs >= token.deadlineMs) {
    next = { ...(next.state === 'solved' ? expire(next, 'token') : next), token: null };
    effects.push(tell('inkblot-expire', { what: 'token' }));
  } else if (token && !token.warned && nowMs >= token.warnAtMs) {
    next = { ...next, token: { ...token, warned: true } };
    effects.push(warning('token', token, nowMs));
  }
  if (challenge && isAnswerable(model) && nowMs >= challenge.deadlineMs) {
    next = expire(next, 'challenge');
    effects.push(tell('inkblot-expire', { what: 'challenge' }));
  } else if (challenge && isAnswerable(model) && !challenge.warned && nowMs >= challenge.warnAtMs) {
    next = { ...next, challenge: { ...challenge, warned: true } };
    effects.push(warning('challenge', challenge, nowMs));
  }
  if (next.state === 'rate-limited' && next.repeatsAfterWait && nowMs >= next.waitUntilMs) {
    const again = load(next, { afterWrong: next.afterWrong, repeats: REPEATS });
    return step(again.model, ...effects, ...again.effects);
  }
  return step(next, ...effects);
}

function warning(what: 'challenge' | 'token', timed: Timed, nowMs: number): Effect {
  return tell('inkblot-warn', { what, seconds: secondsUntil(timed.deadlineMs, nowMs) });
}
