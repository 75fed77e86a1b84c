import { isAnswerable, isRepairable, type Model } from '../session/model.ts';
import type { Key } from '../strings/en.ts';

/** Which texts a model is shown with. */
export interface Texts {
  /** On the button that is always there. */
  readonly title: Key;
  /** Below it. */
  readonly note: Key | null;
  /** Below the answer. */
  readonly message: Key | null;
  /** On the button beside the answer. */
  readonly primary: Key;
  /** What a screen reader says when it changes. */
  readonly announcement: Key | null;
  /** What the seconds in these texts count down to. */
  readonly deadlineMs: number;
}

const FAULTS: Readonly<Record<string, Key>> = {
  network: 'offline',
  'rate-limited': 'rateLimited',
  unavailable: 'failed',
  unsupported: 'failed',
};

/** Chooses the texts for a model. */
export function textsOf(model: Model): Texts {
  const { state, challenge, token } = model;
  const texts: Texts = {
    title: 'title',
    note: null,
    message: null,
    primary: 'check',
    announcement: null,
    deadlineMs: model.waitUntilMs,
  };
  switch (state) {
    case 'idle':
      return { ...texts, title: 'start' };
    case 'loading':
      return { ...texts, title: 'loading', announcement: 'loading' };
    case 'ready':
    case 'wrong': {
      const message = state === 'wrong' ? 'wrong' : null;
      const warning = challenge?.warned ? 'warnChallenge' : null;
      // A letter typed after a wrong answer is no news.
      const news = model.afterWrong ? 'wrong' : 'ready';
      const announcement = warning ?? (challenge?.extended ? 'timeLeft' : news);
      return { ...texts, message, announcement, deadlineMs: challenge?.deadlineMs ?? 0 };
    }
    case 'checking':
      if (challenge?.kind === 'work') return { ...texts, title: 'loading' };
      return { ...texts, primary: 'checking', announcement: 'checking' };
    case 'solved':
      if (!token?.warned) return { ...texts, title: 'solved', announcement: 'solved' };
      return {
        ...texts,
        title: 'renew',
        note: 'warnToken',
        announcement: 'warnToken',
        deadlineMs: token.deadlineMs,
      };
    case 'expired':
      if (model.expired === 'token') {
        return { ...texts, title: 'renew', note: 'tokenExpired', announcement: 'tokenExpired' };
      }
      return { ...texts, message: 'expired', primary: 'again', announcement: 'expired' };
    case 'offline':
    case 'rate-limited':
    case 'failed': {
      const message = FAULTS[model.fault ?? ''] ?? 'misconfigured';
      return { ...texts, message, primary: 'retry', announcement: message };
    }
  }
}

/** What a press of the button beside the answer does. */
export function primaryOf(model: Model, nowMs: number): 'answer' | 'start' | null {
  if (isAnswerable(model)) return 'answer';
  if (model.state === 'expired') return 'start';
  if (model.fault === null || !isRepairable(model) || nowMs < model.waitUntilMs) return null;
  return 'start';
}
