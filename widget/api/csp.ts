import { sleep } from '../sleep.ts';

// The breach is reported in a task of its own, which may come after the refused request.
const REPORT_DELAY_MS = 50;

let blockedOrigins: Set<string> | null = null;

/** Starts to notice which origins the page's Content-Security-Policy refuses to connect to. */
export function watchBlocked(): void {
  if (blockedOrigins) return;
  blockedOrigins = new Set();
  document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    if (effectiveDirective !== 'connect-src' || !URL.canParse(blockedURI)) return;
    blockedOrigins?.add(new URL(blockedURI).origin);
  });
}

/** Whether it was the policy that stopped a request to `base`. */
export async function isBlocked(base: string): Promise<boolean> {
  await sleep(REPORT_DELAY_MS);
  const { origin } = new URL(base);
  const blocked = blockedOrigins?.has(origin) ?? false;
  if (blocked) console.error(`inkblot: add "connect-src ${origin}" to the page's CSP`);
  return blocked;
}
