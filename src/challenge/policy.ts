import { findKind, type Kinds } from './kinds.ts';
import type { SitePolicy } from './sites.ts';
import { KIND_NAMES, type KindName, type Level, type Step } from './types.ts';

/** What a visitor asks for, and what is known of him. */
export interface Wish {
  /** Which step of the site's ladder he is to meet, from 0; the last one for any beyond. */
  readonly step: number;
  readonly kind?: KindName;
  /** In what language, for kinds that have languages (BCP 47). */
  readonly language?: string;
  /**
   * Whether his device cannot work, because there are no scripts: he meets the next step instead, or a
   * level more where there is none, so that this way is no cheaper while there is something harder.
   */
  readonly withoutWork?: boolean;
}

/**
 * What a visitor meets: the step of the ladder, or the kind he asks for at the strength of that step.
 * Undefined for a kind that the site or this service does not offer.
 */
export function chooseStep(kinds: Kinds, policy: SitePolicy, wish: Wish): Step | undefined {
  const step = stepAt(policy, wish);
  const kind = wish.kind ?? defaultKind(kinds, step, wish);
  if (!kindsAt(kinds, policy, step).includes(kind)) return undefined;
  if (kind !== 'work') {
    const chosen = { ...step, kind };
    return wish.withoutWork ? inPlaceOfWork(policy, wish, chosen) : chosen;
  }
  if (wish.withoutWork) return undefined;
  // Nothing is asked of the person here: the device does what he would, and at least one level of it.
  return { ...step, kind, work: Math.max(step.work, step.level) as Level };
}

/** The step of the ladder that a visitor meets, as the ladder has it. */
export function stepAt({ ladder }: SitePolicy, wish: Pick<Wish, 'step' | 'withoutWork'>): Step {
  const at = wish.step + (wish.withoutWork ? 1 : 0);
  return ladder[Math.min(at, ladder.length - 1)] ?? ladder[0];
}

/** The kinds that a visitor may meet at a step of the ladder: its own, and the site's alternatives. */
export function kindsAt(kinds: Kinds, policy: SitePolicy, step: Step): readonly KindName[] {
  const named = (name: KindName) =>
    // A picture stands in for what this service cannot show.
    name === step.kind || policy.alternatives.includes(name) || isStandIn(kinds, step, name);
  return KIND_NAMES.filter((name) => findKind(kinds, name) && named(name));
}

/**
 * What a person does instead of his device's work: the next step, or where there is none a level more. At
 * the end of a ladder that ends with level 3 there is nothing more to ask.
 */
function inPlaceOfWork({ ladder }: SitePolicy, wish: Wish, step: Step): Step {
  const isNext = wish.step + 1 < ladder.length;
  const level = isNext || step.work === 0 ? step.level : Math.min(3, step.level + 1);
  return { ...step, level: level as Level, work: 0 };
}

function defaultKind(kinds: Kinds, step: Step, { withoutWork }: Wish): KindName {
  // What moves cannot be stopped without scripts: only whoever asks for it gets it there.
  if (withoutWork && (step.kind === 'work' || step.kind === 'motion')) return 'picture';
  return findKind(kinds, step.kind) ? step.kind : 'picture';
}

function isStandIn(kinds: Kinds, step: Step, name: KindName): boolean {
  return (
    name === 'picture' &&
    (step.kind === 'work' || step.kind === 'motion' || !findKind(kinds, step.kind))
  );
}
