import { fileURLToPath } from 'node:url';
import { build } from '../../widget/build.ts';

/** Before any test: a service that is started serves the scripts as they are now. */
export default async function buildWidget(): Promise<void> {
  await build(fileURLToPath(new URL('../../dist/widget/', import.meta.url)));
}
