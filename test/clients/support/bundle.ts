import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

/** A page's script together with the client of a vendor that it uses. */
export async function bundlePage(file: string): Promise<string> {
  requireClients();
  // The development build of React mounts twice in StrictMode, as developers see it.
  const build = await rolldown({
    input: PAGES + file,
    platform: 'browser',
    transform: {
      define: {
        'process.env.NODE_ENV': '"development"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    },
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
