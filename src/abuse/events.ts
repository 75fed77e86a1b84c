import type { Cost } from './budgets.ts';

/** What is decided about whoever asks. None of it says who. */
export type AbuseEvent =
  /** A request beyond a limit: what it was counted as, and the names of the budgets it exceeds. */
  | { readonly type: 'limited'; readonly cost: Cost; readonly budgets: readonly string[] }
  /** A step of the ladder of a site that a visitor is to meet, from 0. */
  | { readonly type: 'stepped'; readonly sitekey: string; readonly step: number }
  /** Somebody who only fails is refused for a while. */
  | { readonly type: 'turned-away'; readonly sitekey: string };
