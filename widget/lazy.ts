/** The parts that are fetched when they are wanted, by the names of `entry/lazy-*.ts`. */
interface LazyModules {
  readonly kinds: typeof import('./entry/lazy-kinds.ts');
  readonly motion: typeof import('./entry/lazy-motion.ts');
  readonly sound: typeof import('./entry/lazy-sound.ts');
  readonly work: typeof import('./entry/lazy-work.ts');
}

/** The build puts it here: a hash of each part, so that browsers may keep it for ever. */
declare const LAZY_VERSIONS: Readonly<Record<string, string>>;

/**
 * Fetches a part of the widget from the service at `base`, which ends in a slash. The browser keeps it.
 * Rejects if it cannot be had: the network, or the policy of the page.
 */
export function loadLazy<Name extends keyof LazyModules>(
  name: Name,
  base: string,
): Promise<LazyModules[Name]> {
  // An unknown version gets what the service has now, so that an old script still finds its parts.
  const url = new URL(`widget/lazy/${name}.js?v=${LAZY_VERSIONS[name]}`, base).href;
  return import(/* webpackIgnore: true */ /* @vite-ignore */ url);
}
