import { createPictureKind, type PictureOptions } from './kinds/picture.ts';
import type { Kind, KindName } from './types.ts';

/** The settings of every kind. */
export interface KindsOptions {
  readonly picture: PictureOptions;
}

/** Every kind by its name. A kind that is missing here is a type error. */
export type Kinds = Readonly<Record<KindName, Kind>>;

/** Makes the table of kinds. */
export function createKinds(options: KindsOptions): Kinds {
  return { picture: createPictureKind(options.picture) };
}
