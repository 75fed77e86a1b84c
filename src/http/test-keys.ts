import type { Solved } from '../challenge/redemptions.ts';

/** What a secret for tests says to a token. */
export type TestVerdict =
  | { readonly ok: true; readonly solved: Solved }
  | { readonly ok: false; readonly reason: 'unknown' | 'spent' | 'invalid-secret' };

const RECAPTCHA_SITEKEY = '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI';
const RECAPTCHA_SECRET = '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe';
const HCAPTCHA_SECRET = '0x0000000000000000000000000000000000000000';
const TURNSTILE_TOKEN = 'XXXX.DUMMY.TOKEN.XXXX';

/**
 * The sitekeys that the vendors document for automated tests, and the token that a page gets for each
 * without a challenge; null for one that never gets any.
 */
const TOKENS: Readonly<Record<string, string | null>> = {
  [RECAPTCHA_SITEKEY]:
    'test-token-of-recaptcha-that-its-test-secret-takes-as-it-takes-any-other-one-'.padEnd(
      120,
      '-',
    ),
  '10000000-ffff-ffff-ffff-000000000001': '10000000-aaaa-bbbb-cccc-000000000001',
  '20000000-ffff-ffff-ffff-000000000002': '20000000-aaaa-bbbb-cccc-000000000002',
  '30000000-ffff-ffff-ffff-000000000003': '30000000-aaaa-bbbb-cccc-000000000003',
  '1x00000000000000000000AA': TURNSTILE_TOKEN,
  '1x00000000000000000000BB': TURNSTILE_TOKEN,
  '2x00000000000000000000AB': null,
  '2x00000000000000000000BB': null,
  '3x00000000000000000000FF': TURNSTILE_TOKEN,
};

/** The token of a test sitekey: null for one that fails, undefined for what is no test sitekey. */
export function testTokenOf(sitekey: string): string | null | undefined {
  return Object.hasOwn(TOKENS, sitekey) ? TOKENS[sitekey] : undefined;
}

/** What a test secret says to a token; undefined for what is no test secret. */
export function verifyForTest(
  secret: string,
  token: string,
  nowMs: number,
): TestVerdict | undefined {
  const sitekey = Object.keys(TOKENS).find((key) => TOKENS[key] === token) ?? '';
  const pass = (hostname: string): TestVerdict => ({
    ok: true,
    solved: {
      sitekey,
      kind: 'picture',
      level: 1,
      hostname,
      solvedMs: nowMs,
      signals: { solveMs: 0, tooFast: false, honeypot: false, step: 0 },
    },
  });
  const refuse = (reason: 'unknown' | 'spent' | 'invalid-secret'): TestVerdict => ({
    ok: false,
    reason,
  });
  switch (secret) {
    case RECAPTCHA_SECRET:
      return pass('testkey.google.com');
    case HCAPTCHA_SECRET:
      // Of a sitekey of theirs, whose form is that of a UUID.
      return sitekey.includes('-ffff-') ? pass('dummy-key-pass') : refuse('unknown');
    case '1x0000000000000000000000000000000AA':
      return token === TURNSTILE_TOKEN ? pass('example.com') : refuse('invalid-secret');
    case '2x0000000000000000000000000000000AA':
      return refuse('unknown');
    case '3x0000000000000000000000000000000AA':
      return refuse('spent');
    default:
      return undefined;
  }
}
