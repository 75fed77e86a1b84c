import { type TSchema, Type } from 'typebox';
import type { Signals, Solved } from '../../../challenge/redemptions.ts';

/** Why a token is not accepted. */
export type Refusal =
  | 'missing-secret'
  | 'invalid-secret'
  | 'missing-response'
  | 'unknown'
  | 'expired'
  | 'spent'
  | 'other-sitekey'
  | 'bad-request'
  | 'rate-limited';

/** How one vendor's clients ask, and the words they expect. */
export interface Flavour {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly schema: TSchema;
  accept(solved: Solved): object;
  refuse(refusal: Refusal): object;
}

const Codes = Type.Array(Type.String());
const common = {
  challenge_ts: Type.Optional(Type.String({ format: 'date-time' })),
  hostname: Type.Optional(Type.String()),
  'error-codes': Type.Optional(Codes),
};

/** Shared by all three, and by what was written for any of them. */
const CODES = {
  'missing-secret': 'missing-input-secret',
  'invalid-secret': 'invalid-input-secret',
  'missing-response': 'missing-input-response',
  unknown: 'invalid-input-response',
  expired: 'timeout-or-duplicate',
  spent: 'timeout-or-duplicate',
  'other-sitekey': 'invalid-input-secret',
  'bad-request': 'bad-request',
  'rate-limited': 'rate-limited',
} as const satisfies Record<Refusal, string>;

const HCAPTCHA_CODES = {
  ...CODES,
  expired: 'expired-input-response',
  spent: 'already-seen-response',
  'other-sitekey': 'sitekey-secret-mismatch',
} as const satisfies Record<Refusal, string>;

const refuseWith = (codes: Record<Refusal, string>) => (refusal: Refusal) => ({
  success: false,
  'error-codes': [codes[refusal]],
});

const about = ({ solvedMs, hostname }: Solved) => ({
  success: true,
  // Gitea parses it as RFC 3339; without milliseconds, as reCAPTCHA writes it.
  challenge_ts: new Date(solvedMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  hostname,
});

/**
 * One row a vendor. Always 200 once it is decided: authentik, MediaWiki and Synapse take any other
 * status for an outage. No `error-codes` at all on success but for Turnstile: MediaWiki takes the
 * mere presence for failure. No `score` but for v3: better-auth and authentik compare it.
 */
export const FLAVOURS: readonly Flavour[] = [
  {
    name: 'recaptcha',
    title: 'reCAPTCHA',
    description: 'As `https://www.google.com/recaptcha/api/siteverify`.',
    path: '/recaptcha/api/siteverify',
    schema: Type.Object({
      success: Type.Boolean(),
      ...common,
      score: Type.Optional(Type.Number({ description: 'Of v3 alone' })),
      action: Type.Optional(Type.String({ description: 'Of v3 alone' })),
    }),
    accept: (solved) => ({
      ...about(solved),
      ...(solved.scored && { score: scoreOf(solved.signals), action: solved.action ?? '' }),
    }),
    refuse: refuseWith(CODES),
  },
  {
    name: 'hcaptcha',
    title: 'hCaptcha',
    description: 'As `https://api.hcaptcha.com/siteverify`.',
    path: '/siteverify',
    schema: Type.Object({
      success: Type.Boolean(),
      ...common,
      sitekey: Type.Optional(Type.String()),
    }),
    accept: (solved) => ({ ...about(solved), sitekey: solved.sitekey }),
    refuse: refuseWith(HCAPTCHA_CODES),
  },
  {
    name: 'turnstile',
    title: 'Turnstile',
    description: 'As `https://challenges.cloudflare.com/turnstile/v0/siteverify`.',
    path: '/turnstile/v0/siteverify',
    schema: Type.Object({
      success: Type.Boolean(),
      ...common,
      action: Type.Optional(Type.String()),
      cdata: Type.Optional(Type.String()),
    }),
    accept: ({ action = '', cdata = '', ...solved }) => ({
      ...about(solved),
      'error-codes': [],
      action,
      cdata,
    }),
    refuse: refuseWith(CODES),
  },
  {
    name: 'inkblot',
    title: 'our own',
    description: 'All that is known of the challenge.',
    path: '/v1/siteverify',
    schema: Type.Object({
      success: Type.Boolean(),
      ...common,
      sitekey: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String({ description: 'The kind of challenge that was solved' })),
      level: Type.Optional(Type.Integer({ description: 'How hard it was, from 1 to 3' })),
      signals: Type.Optional(
        Type.Object(
          {
            step: Type.Integer({
              description:
                'The step of the ladder: 0 if nothing was held against the visitor or his network',
            }),
            solve_ms: Type.Integer({ description: 'From the opening to the answer' }),
            too_fast: Type.Boolean({ description: 'Whether that is less than a person takes' }),
            honeypot: Type.Boolean({
              description: 'Whether the field was filled in that people do not see',
            }),
          },
          { description: 'What was noticed, for the site to weigh' },
        ),
      ),
      action: Type.Optional(Type.String()),
      cdata: Type.Optional(Type.String()),
    }),
    accept: (solved) => ({
      ...about(solved),
      'error-codes': [],
      sitekey: solved.sitekey,
      kind: solved.kind,
      level: solved.level,
      signals: {
        step: solved.signals.step,
        solve_ms: solved.signals.solveMs,
        too_fast: solved.signals.tooFast,
        honeypot: solved.signals.honeypot,
      },
      ...(solved.action !== undefined && { action: solved.action }),
      ...(solved.cdata !== undefined && { cdata: solved.cdata }),
    }),
    refuse: refuseWith({ ...HCAPTCHA_CODES, spent: 'timeout-or-duplicate' }),
  },
  {
    name: 'mcaptcha',
    title: 'mCaptcha',
    description: 'As mCaptcha, whose clients send `key` and `token`.',
    path: '/api/v1/pow/siteverify',
    schema: Type.Object({ valid: Type.Boolean() }),
    accept: () => ({ valid: true }),
    refuse: () => ({ valid: false }),
  },
];

/**
 * What v3's clients compare, mostly with 0.5: nothing suspicious is 0.9. Whoever stands on the second
 * step of the ladder or is faster than a person is below one half; whoever fills in what people do not
 * see is a program.
 */
function scoreOf({ honeypot, tooFast, step }: Signals): number {
  if (honeypot) return 0.1;
  const byStep = Math.max(1, 9 - 3 * step) / 10;
  return tooFast ? Math.min(0.3, byStep) : byStep;
}
