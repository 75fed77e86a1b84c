import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What browsers may do with the answers of this route. By default as little as with `data`. */
    readonly audience?: Audience;
  }
}

/**
 * Who shows an answer: nobody (`data`: programs and scripts read it), the pages of other sites
 * (`embedded`: scripts, pictures and sounds), or a window of its own (`page`).
 */
export type Audience = keyof typeof SECURITY_HEADERS;

/**
 * Whoever opens data as a page gets nothing that runs, loads or can be framed. Pages have a policy of
 * their own, which names what they need.
 */
const INERT = "default-src 'none'; frame-ancestors 'none'";

/** `default-src` does not stand for the last three. */
const NOTHING = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const COMMON = {
  'content-security-policy': INERT,
  'x-content-type-options': 'nosniff',
  // Addresses hold ids of challenges: nobody is told of them.
  'referrer-policy': 'no-referrer',
  // Pages of other sites read JSON by CORS alone, which this does not touch; as a picture or a script,
  // into their own process, they get nothing.
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * The headers of every answer, by its audience. `Strict-Transport-Security` is not among them: whether all
 * of a host is served by TLS, and for how long, only the proxy that ends TLS knows.
 */
export const SECURITY_HEADERS = {
  data: COMMON,
  // A page that isolates itself (COEP) shows them, too.
  embedded: { ...COMMON, 'cross-origin-resource-policy': 'cross-origin' },
  page: {
    ...COMMON,
    'cross-origin-opener-policy': 'same-origin',
    // What no page of ours needs, least of all inside the frame of another site.
    'permissions-policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** A policy for a page: nothing, not even a frame around it, but what is named. */
export function pagePolicy(allowed: Readonly<Record<string, string>>): string {
  const directives = { ...NOTHING, ...allowed };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/** Gives every answer the headers of its audience. A route may set others over them. */
export function secureAnswers(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS[request.routeOptions.config.audience ?? 'data']);
    done();
  });
}
