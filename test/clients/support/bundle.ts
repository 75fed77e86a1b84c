import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

/** One of our scripts, as the service delivers it. */
export function bundleWidget(entry: 'recaptcha' | 'hcaptcha' | 'turnstile'): Promise<string> {
  return bundle(`${ROOT}widget/entry/${entry}.ts`, { STRINGS_VERSION: '"test"' });
}

/** A page's script together with the client of a vendor that it uses. */
export function bundlePage(file: string): Promise<string> {
  requireClients();
  // The development build of React mounts twice in StrictMode, as developers see it.
  return bundle(PAGES + file, {
    'process.env.NODE_ENV': '"development"',
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  });
}

async function bundle(input: string, define: Record<string, string>): Promise<string> {
  const build = await rolldown({
    input,
    platform: 'browser',
    transform: { define },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife' });
  await build.close();
  return output[0].code;
}

function requireClients(): void {
  try {
    createRequire(import.meta.url).resolve('react-dom/client');
  } catch {
    throw new Error('the clients are missing: run `npm ci --prefix test/clients` first');
  }
}
