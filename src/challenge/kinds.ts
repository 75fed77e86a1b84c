import type { Kind, KindName } from './types.ts';

/** The kinds that this service offers, by name. Pictures and work need nothing that may be missing. */
export type Kinds = Readonly<Record<'picture' | 'work', Kind> & Partial<Record<KindName, Kind>>>;

/** The kind of this name, if it is offered. Accepts any text. */
export function findKind(kinds: Kinds, name: string): Kind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name as KindName] : undefined;
}
