import { type TSchema, Type } from 'typebox';
import type { Solved } from '../../challenge/site-challenges.ts';

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
      ...(solved.scored && { score: SCORE, action: solved.action ?? '' }),
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
      action: Type.Optional(Type.String()),
      cdata: Type.Optional(Type.String()),
    }),
    accept: (solved) => ({
      ...about(solved),
      'error-codes': [],
      sitekey: solved.sitekey,
      kind: solved.kind,
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

/** There is no scale from 0 to 1 here: whoever has solved a challenge is taken for a person. */
const SCORE = 0.9;
