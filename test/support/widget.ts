import { fileURLToPath } from 'node:url';
import { build } from '../../widget/build.ts';

/** The folder of the built widget, as a service serves it. */
export const BUILT_WIDGET = new URL('../../dist/widget/', import.meta.url);

/** Before any test: all of them meet the scripts as they are now. */
export default async function buildWidget(): Promise<void> {
  await build(fileURLToPath(BUILT_WIDGET));
}
