import type { OpenChallenge } from '../../../challenge/opening.ts';
import type { Wish } from '../../../challenge/policy.ts';
import type { SiteChallenges } from '../../../challenge/site-challenges.ts';
import { KIND_NAMES, type KindName } from '../../../challenge/types.ts';
import type { Visit } from './visit.ts';

/** What is shown, and what is said about the one before. */
export interface Shown {
  readonly challenge: OpenChallenge;
  readonly message?: 'wrong' | 'gone';
}

/** The challenges that a visit gets. */
export interface VisitChallenges {
  /** Another challenge, of this kind where the site offers it. */
  open(kind?: KindName): Promise<OpenChallenge>;
  /** More time or another challenge, where the button `wish` asks for it and it is possible; else a new one. */
  next(wish: string | undefined): Promise<Shown>;
}

/** `stepFor` counts a challenge of this kind, and tells the step that it is to have. */
export function createVisitChallenges(
  siteChallenges: SiteChallenges,
  { site, hostname, fields, page }: Visit,
  stepFor: (kind?: KindName) => Promise<number>,
): VisitChallenges {
  async function open(kind?: KindName): Promise<OpenChallenge> {
    return openAs(await wishFor(kind));
  }

  async function wishFor(kind?: KindName): Promise<Wish> {
    const step = await stepFor(kind);
    return { step, language: page.language.code, withoutWork: true, ...(kind && { kind }) };
  }

  async function openAs(wish: Wish): Promise<OpenChallenge> {
    const { action } = fields;
    const isAction = action !== undefined && /^[A-Za-z0-9_/-]{1,100}$/.test(action);
    const purpose = { hostname, ...(isAction && { action }) };
    const { kind: _, ...anyKind } = wish;
    const challenge =
      (await siteChallenges.open(site, purpose, wish)) ??
      // Not offered: what is offered to everybody, then.
      (await siteChallenges.open(site, purpose, anyKind));
    if (!challenge) throw new TypeError('a site offers pictures at least');
    return challenge;
  }

  return {
    open,
    next: async (wish) => {
      const { id = '' } = fields;
      const { sitekey } = site;
      if (wish === 'extend') {
        const challenge = await siteChallenges.extend(id, sitekey);
        return challenge ? { challenge } : { challenge: await open(), message: 'gone' };
      }
      const named = KIND_NAMES.find((name) => name === wish);
      const kind =
        named ?? (wish === 'refresh' ? (await siteChallenges.find(id))?.kind : undefined);
      if (!kind) return { challenge: await open() };
      const wished = await wishFor(kind);
      const challenge = await siteChallenges.refresh(id, wished, sitekey);
      return { challenge: challenge ?? (await openAs(wished)) };
    },
  };
}
